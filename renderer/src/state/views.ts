export const VIEWS = [
  'connect',
  'projects',
  'defaults',
  'presets',
  'tokens',
  'activity',
  'room',
  'doctor',
  'settings',
] as const;

export type ViewName = (typeof VIEWS)[number];

export function isViewName(name: string): name is ViewName {
  return (VIEWS as readonly string[]).includes(name);
}

const STORAGE_KEY = 'token-tray.view';

/** The last view, or the home view. */
export function lastView(storage: Storage): ViewName {
  const name = storage.getItem(STORAGE_KEY) ?? '';
  return isViewName(name) ? name : 'connect';
}

export function rememberView(storage: Storage, view: ViewName): void {
  storage.setItem(STORAGE_KEY, view);
}
