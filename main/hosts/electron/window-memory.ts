import type { BrowserWindow, Screen } from 'electron';
import * as v from 'valibot';
import { readTextFile } from '../../adapters/files/read-regular-file.ts';
import { writeAtomically } from '../../adapters/files/write-atomically.ts';

interface Bounds {
  x: number;
  y: number;
  width: number;
  height: number;
}

export const MIN_WIDTH = 720;
export const MIN_HEIGHT = 520;
const DEFAULT_WIDTH = 1040;
const DEFAULT_HEIGHT = 720;

/** So much of a window must be on a screen that a person can get hold of its title bar. */
const GRIP_WIDTH = 120;
const GRIP_HEIGHT = 40;

const WindowStateSchema = v.object({
  x: v.number(),
  y: v.number(),
  width: v.number(),
  height: v.number(),
  maximised: v.boolean(),
});

type WindowState = v.InferOutput<typeof WindowStateSchema>;

/** The file holds four numbers and a flag. */
const MAX_BYTES = 4096;

/** Moving a window gives an event per frame; the last one counts. */
const SETTLE_MS = 400;

interface WindowMemory {
  bounds: Bounds;
  maximised: boolean;
  follow(window: BrowserWindow): void;
}

/**
 * Where the window was, kept in a small file of its own: it is no setting, and losing it loses nothing, so
 * a file that cannot be read or written is as good as none.
 */
export function createWindowMemory(path: string, screen: Screen): WindowMemory {
  const remembered = readState(path);
  const primary = screen.getPrimaryDisplay();
  const others = screen.getAllDisplays().filter(({ id }) => id !== primary.id);
  return {
    bounds: visibleBounds(
      remembered,
      [primary, ...others].map(({ workArea }) => workArea),
    ),
    maximised: remembered?.maximised ?? false,
    follow: (window) => {
      let timer: NodeJS.Timeout | undefined;
      const save = (): void => {
        clearTimeout(timer);
        if (!window.isDestroyed()) {
          writeState(path, { ...window.getNormalBounds(), maximised: window.isMaximized() });
        }
      };
      const saveSoon = (): void => {
        clearTimeout(timer);
        timer = setTimeout(save, SETTLE_MS);
      };
      window.on('resize', saveSoon);
      window.on('move', saveSoon);
      window.on('maximize', saveSoon);
      window.on('unmaximize', saveSoon);
      window.on('close', save);
      window.on('closed', () => {
        clearTimeout(timer);
      });
    },
  };
}

function readState(path: string): WindowState | undefined {
  const reading = readTextFile(path, MAX_BYTES);
  if (reading.state !== 'read') return undefined;
  try {
    const parsed = v.safeParse(WindowStateSchema, JSON.parse(reading.text));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

function writeState(path: string, state: WindowState): void {
  try {
    writeAtomically(path, JSON.stringify(state));
  } catch {
    // A folder that cannot be written is reported when settings are saved.
  }
}

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
