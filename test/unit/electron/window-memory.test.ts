import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Screen } from 'electron';
import { afterAll, describe, expect, it } from 'vitest';
import { createWindowMemory, visibleBounds } from '../../../main/hosts/electron/window-memory.ts';
import { itOnPosix } from '../../fixtures/posix.ts';

const laptop = { x: 0, y: 25, width: 1440, height: 875 };
const second = { x: 1440, y: 0, width: 1920, height: 1080 };

describe('where the window opens', () => {
  it('is the middle of the first screen at first', () => {
    expect(visibleBounds(undefined, [laptop, second])).toEqual({
      x: 200,
      y: 103,
      width: 1040,
      height: 720,
    });
  });

  it('is where it was, on whichever screen', () => {
    const bounds = { x: 1600, y: 100, width: 900, height: 600 };
    expect(visibleBounds(bounds, [laptop, second])).toEqual(bounds);
  });

  it.each([
    ['its screen is gone', { x: 1600, y: 100, width: 900, height: 600 }],
    ['its title bar is above the screen', { x: 100, y: -200, width: 900, height: 600 }],
    ['its title bar is below the screen', { x: 100, y: 890, width: 900, height: 600 }],
    ['only its edge is on the screen', { x: 1400, y: 100, width: 900, height: 600 }],
  ])('is the middle of the first screen when %s', (_why, bounds) => {
    expect(visibleBounds(bounds, [laptop])).toEqual({ x: 270, y: 163, width: 900, height: 600 });
  });

  it('is no larger than the screen and no smaller than the window can be', () => {
    expect(visibleBounds({ x: 0, y: 25, width: 4000, height: 3000 }, [laptop])).toMatchObject({
      width: 1440,
      height: 875,
    });
    expect(visibleBounds({ x: 0, y: 25, width: 10, height: 10 }, [laptop])).toMatchObject({
      width: 720,
      height: 520,
    });
  });
});

describe('the file that remembers the window', () => {
  const folder = mkdtempSync(join(tmpdir(), 'token-tray-window-'));
  afterAll(() => {
    rmSync(folder, { recursive: true });
  });
  const display = { id: 1, workArea: laptop };
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion
  const screen = {
    getPrimaryDisplay: () => display,
    getAllDisplays: () => [display],
  } as unknown as Screen;
  const boundsFrom = (path: string): unknown => createWindowMemory(path, screen).bounds;
  const middle = { x: 200, y: 103, width: 1040, height: 720 };

  it('is read', () => {
    const path = join(folder, 'window.json');
    const bounds = { x: 10, y: 30, width: 800, height: 600 };
    writeFileSync(path, JSON.stringify({ ...bounds, maximised: false }));
    expect(boundsFrom(path)).toEqual(bounds);
  });

  itOnPosix('devices and pipes', 'may be a pipe or a device, and nothing waits for it', () => {
    const pipe = join(folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    expect(boundsFrom(pipe)).toEqual(middle);
    expect(boundsFrom('/dev/zero')).toEqual(middle);
  });

  it('is ignored when it is too large', () => {
    const path = join(folder, 'large.json');
    writeFileSync(
      path,
      JSON.stringify({ ...middle, x: 9, maximised: false, more: 'x'.repeat(9000) }),
    );
    expect(boundsFrom(path)).toEqual(middle);
  });
});
