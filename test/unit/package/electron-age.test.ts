import { describe, expect, it } from 'vitest';
import { electronAge } from '../../../scripts/check-electron-age.mjs';

const DAY = 24 * 60 * 60_000;
const published = {
  created: '2013-01-01T00:00:00.000Z',
  '45.4.0': '2026-10-01T00:00:00.000Z',
  '45.4.1': '2026-10-20T00:00:00.000Z',
  '45.5.0': '2026-11-10T00:00:00.000Z',
  '45.6.0-beta.1': '2026-10-21T00:00:00.000Z',
  '46.0.0': '2026-10-25T00:00:00.000Z',
};
const at = Date.parse('2026-11-10T00:00:00.000Z');

describe('E25 the Electron that is shipped', () => {
  it('is current while no newer one of its line is older than 30 days', () => {
    expect(electronAge('45.5.0', published, at + 400 * DAY)).toBeUndefined();
    expect(electronAge('45.4.1', published, at + 30 * DAY)).toBeUndefined();
  });

  it('is behind after that, counted from the first that was missed', () => {
    expect(electronAge('45.4.1', published, at + 31 * DAY)).toContain('45.5.0 came 31 days ago');
    expect(electronAge('45.4.0', published, at)).toBeUndefined();
    expect(electronAge('45.4.0', published, at + 10 * DAY)).toContain('45.4.1 came 31 days ago');
  });

  it('has to be a published version', () => {
    expect(electronAge('45.99.0', published, at)).toContain('not a published version');
  });
});
