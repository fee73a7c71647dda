import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { VIEWS, type ViewName } from '../state/views.ts';

const LOADERS: Readonly<Record<ViewName, () => Promise<ComponentType>>> = {
  connect: async () => (await import('./connect/connect-view.tsx')).ConnectView,
  projects: async () => (await import('./projects/projects-view.tsx')).ProjectsView,
  defaults: async () => (await import('./defaults/defaults-view.tsx')).DefaultsView,
  presets: async () => (await import('./presets/presets-view.tsx')).PresetsView,
  tokens: async () => (await import('./tokens/tokens-view.tsx')).TokensView,
  activity: async () => (await import('./activity/activity-view.tsx')).ActivityView,
  room: async () => (await import('./room/room-view.tsx')).RoomView,
  doctor: async () => (await import('./doctor/doctor-view.tsx')).DoctorView,
  settings: async () => (await import('./settings/settings-view.tsx')).SettingsView,
};

/** The views loaded so far: the shown one first, the others while the window is idle. */
export const loadedViews = signal<Readonly<Partial<Record<ViewName, ComponentType>>>>({});

const asked = new Set<ViewName>();

export function loadView(name: ViewName): void {
  if (asked.has(name)) return;
  asked.add(name);
  void load(name);
}

async function load(name: ViewName): Promise<void> {
  try {
    const view = await LOADERS[name]();
    loadedViews.value = { ...loadedViews.value, [name]: view };
  } catch {
    // The host went away before the view loaded. The next visit tries again.
    asked.delete(name);
  }
}

export function loadOtherViews(): void {
  for (const name of VIEWS) loadView(name);
}
