import { readFileSync } from 'node:fs';
import { screen, type BrowserWindow } from 'electron';
import * as v from 'valibot';
import { writeAtomically } from '../../adapters/files/write-atomically.ts';
import { visibleBounds, type Bounds } from './visible-bounds.ts';

const WindowStateSchema = v.object({
  x: v.number(),
  y: v.number(),
  width: v.number(),
  height: v.number(),
  maximised: v.boolean(),
});

type WindowState = v.InferOutput<typeof WindowStateSchema>;

/** Moving a window gives an event per frame; the last one counts. */
const SETTLE_MS = 400;

export interface WindowMemory {
  bounds: Bounds;
  maximised: boolean;
  follow(window: BrowserWindow): void;
}

/**
 * Where the window was, kept in a small file of its own: it is no setting, and losing it loses nothing, so
 * a file that cannot be read or written is as good as none.
 */
export function createWindowMemory(path: string): WindowMemory {
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
  try {
    const parsed = v.safeParse(WindowStateSchema, JSON.parse(readFileSync(path, 'utf8')));
    return parsed.success ? parsed.output : undefined;
  } catch {
    return undefined;
  }
}

function writeState(path: string, state: WindowState): void {
  try {
    writeAtomically(path, JSON.stringify(state));
  } catch {
    // A folder that cannot be written is said where it matters: when settings are saved.
  }
}
