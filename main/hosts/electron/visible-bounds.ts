export interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const MIN_WIDTH = 720;
export const MIN_HEIGHT = 520;
export const DEFAULT_WIDTH = 1040;
export const DEFAULT_HEIGHT = 720;

/** So much of a window must be on a screen that a person can get hold of its title bar. */
const GRIP_WIDTH = 120;
const GRIP_HEIGHT = 40;

/**
 * The remembered bounds, made to fit the screens of now: a window whose screen is gone, or whose title bar
 * cannot be reached, is centred on the first one. `areas` are the screens' usable areas, the primary first.
 */
export function visibleBounds(remembered: Bounds | undefined, areas: readonly Bounds[]): Bounds {
  const [primary] = areas;
  const wanted = remembered ?? { x: 0, y: 0, width: DEFAULT_WIDTH, height: DEFAULT_HEIGHT };
  if (primary === undefined) return wanted;
  const area =
    remembered === undefined ? undefined : areas.find((area) => isReachable(remembered, area));
  const width = clamp(wanted.width, MIN_WIDTH, (area ?? primary).width);
  const height = clamp(wanted.height, MIN_HEIGHT, (area ?? primary).height);
  if (area !== undefined) return { x: wanted.x, y: wanted.y, width, height };
  return {
    x: primary.x + Math.round((primary.width - width) / 2),
    y: primary.y + Math.round((primary.height - height) / 2),
    width,
    height,
  };
}

function isReachable(bounds: Bounds, area: Bounds): boolean {
  const seen = Math.min(bounds.x + bounds.width, area.x + area.width) - Math.max(bounds.x, area.x);
  return seen >= GRIP_WIDTH && bounds.y >= area.y && bounds.y + GRIP_HEIGHT <= area.y + area.height;
}

function clamp(value: number, least: number, most: number): number {
  return Math.round(Math.max(least, Math.min(value, most)));
}
