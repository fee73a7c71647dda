import { describe, expect, it } from 'vitest';
import { visibleBounds } from '../../../main/hosts/electron/window-memory.ts';

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
