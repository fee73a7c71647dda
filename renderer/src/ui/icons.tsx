import type { ComponentChildren, VNode } from 'preact';

/** Line icons on a 16 by 16 grid in the text's colour, beside a word or on a labelled button. */
function Icon({ children }: { children: ComponentChildren }): VNode {
  return (
    <svg
      class="icon"
      width="16"
      height="16"
      viewBox="0 0 16 16"
      fill="none"
      stroke="currentColor"
      stroke-width="1.5"
      stroke-linecap="round"
      stroke-linejoin="round"
      aria-hidden="true"
      focusable="false"
    >
      {children}
    </svg>
  );
}

const line = (d: string) => (): VNode => (
  <Icon>
    <path d={d} />
  </Icon>
);

export const IconConnect = line(
  'M6.5 9.5l3-3M7 4.5l1.6-1.6a3.2 3.2 0 0 1 4.5 4.5L11.5 9M9 11.5l-1.6 1.6a3.2 3.2 0 0 1-4.5-4.5L4.5 7',
);
export const IconProjects = line('M2 4.5h4l1.5 1.5H14v7H2zM2 4.5v-1h4');
export const IconDefaults = line('M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6M10 3.4v3.2M5.8 9.4v3.2');
export const IconPresets = line('M8 2l5 2v4c0 3-2.2 5-5 6-2.8-1-5-3-5-6V4zM6 8l1.5 1.5L10.2 6.7');
export const IconTokens = line(
  'M2 5.5h12v2a1.5 1.5 0 0 0 0 2v2H2v-2a1.5 1.5 0 0 0 0-2zM9.5 6v.6M9.5 8.2v.6M9.5 10.4v.6',
);
export const IconActivity = line('M1.5 8.5h3l2-5 3 9 2-4h3');
export const IconRoom = line(
  'M2 13.5c0-2.2 1.6-3.5 3.5-3.5S9 11.3 9 13.5M5.5 7.8a2 2 0 1 0 0-4 2 2 0 0 0 0 4M10.5 9.6c1.9-.3 3.5 1.1 3.5 3.2M10.3 3.4a2 2 0 0 1 0 3.8',
);
export const IconDoctor = line('M4 2.5v4a3 3 0 0 0 6 0v-4M7 9.5v1a3 3 0 0 0 6 0v-1M13 7v.01');
export const IconSettings = (): VNode => (
  <Icon>
    <circle cx="8" cy="8" r="2" />
    <path d="M8 1.8v1.7M8 12.5v1.7M1.8 8h1.7M12.5 8h1.7M3.6 3.6l1.2 1.2M11.2 11.2l1.2 1.2M12.4 3.6l-1.2 1.2M4.8 11.2l-1.2 1.2" />
  </Icon>
);
export const IconCopy = (): VNode => (
  <Icon>
    <rect x="5.5" y="5.5" width="8" height="8" rx="1.5" />
    <path d="M10.5 5.5V4A1.5 1.5 0 0 0 9 2.5H4A1.5 1.5 0 0 0 2.5 4v5A1.5 1.5 0 0 0 4 10.5h1.5" />
  </Icon>
);
export const IconCheck = line('M3 8.5l3.2 3.2L13 4.8');
export const IconCross = line('M4 4l8 8M12 4l-8 8');
export const IconPlus = line('M8 3v10M3 8h10');
export const IconDown = line('M4 6l4 4 4-4');
export const IconBack = line('M9.5 3.5L5 8l4.5 4.5');
export const IconMore = (): VNode => (
  <Icon>
    <path d="M3.5 8h.01M8 8h.01M12.5 8h.01" stroke-width="2.4" />
  </Icon>
);
export const IconSearch = (): VNode => (
  <Icon>
    <circle cx="7" cy="7" r="4" />
    <path d="M10 10l3.5 3.5" />
  </Icon>
);
export const IconPlay = line('M5 3.2v9.6L12.5 8z');
export const IconPause = line('M6 4v8M10 4v8');
export const IconStop = (): VNode => (
  <Icon>
    <rect x="4" y="4" width="8" height="8" rx="1" />
  </Icon>
);
export const IconReplay = line('M13 8a5 5 0 1 1-1.6-3.7M13 2.5v3h-3');
export const IconTrash = line('M2.5 4.5h11M6.5 4.5v-2h3v2M4 4.5l.6 9h6.8l.6-9M6.7 7v4M9.3 7v4');
export const IconOut = line('M6 3.5H3.5v9h9V10M9 2.5h4.5V7M13 3L7.5 8.5');

/** Status shapes, distinct without colour too. */
export const ShapeGood = (): VNode => (
  <svg class="shape shape-good" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <circle cx="6" cy="6" r="4.5" fill="currentColor" />
  </svg>
);
export const ShapeAttention = (): VNode => (
  <svg class="shape shape-attention" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <path d="M6 1.2l5.2 9.3H.8z" fill="currentColor" />
  </svg>
);
export const ShapeBad = (): VNode => (
  <svg class="shape shape-bad" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <path d="M6 .8L11.2 6 6 11.2.8 6z" fill="currentColor" />
  </svg>
);
export const ShapeBlocked = (): VNode => (
  <svg class="shape shape-bad" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <path
      d="M3.7 1h4.6L11 3.7v4.6L8.3 11H3.7L1 8.3V3.7z"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
    />
    <path d="M3.5 6h5" stroke="currentColor" stroke-width="1.6" />
  </svg>
);
export const ShapeOff = (): VNode => (
  <svg class="shape shape-off" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
    <rect
      x="2"
      y="2"
      width="8"
      height="8"
      rx="1"
      fill="none"
      stroke="currentColor"
      stroke-width="1.6"
    />
  </svg>
);
