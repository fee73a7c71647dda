import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { readCredentials } from '../../../main/core/credentials/read-credentials.ts';
import {
  createReadings,
  maskedReading,
  type Readings,
} from '../../../main/core/credentials/readings.ts';
import { K, S, U } from './reading.ts';

const FOUND = readCredentials([
  {
    name: '.env',
    content: `LIVEKIT_URL=${U}\nLIVEKIT_API_KEY=${K}\nLIVEKIT_API_SECRET=${S}\n`,
  },
]);

let now: number;
let readings: Readings;

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout'] });
  now = 1000.5;
  readings = createReadings(() => now);
});

afterEach(() => {
  vi.useRealTimers();
});

describe('readings, with their secrets', () => {
  it('are kept eight at a time: the ninth takes the place of the oldest', () => {
    const ids = Array.from({ length: 8 }, () => readings.keep(FOUND).id);
    for (const id of ids) expect(readings.get(id)).toBe(FOUND);
    const { id: ninth } = readings.keep(FOUND);
    expect(() => readings.get(ids[0] ?? '')).toThrow(
      expect.objectContaining({ failure: expect.objectContaining({ code: 'reading_gone' }) }),
    );
    for (const id of [...ids.slice(1), ninth]) expect(readings.get(id)).toBe(FOUND);
  });

  it('are gone after ten minutes, to the millisecond', () => {
    const { id, expiresAt } = readings.keep(FOUND);
    expect(expiresAt).toBe(1000 + 600_000);
    now = expiresAt - 0.5;
    expect(readings.get(id)).toBe(FOUND);
    now = expiresAt;
    expect(() => readings.get(id)).toThrow();
  });

  it('have the projects that were read, and no other', () => {
    const { id: readingId } = readings.keep(FOUND);
    expect(readings.projectAt({ readingId, index: 0 }).apiSecret?.value).toBe(S);
    expect(() => readings.projectAt({ readingId, index: 1 })).toThrow();
  });

  it('show the window a key and a masked secret, and neither where it is missing', () => {
    const shown = [
      FOUND,
      ...['API_KEY', 'API_SECRET'].map((name) =>
        readCredentials([
          {
            name: '.env',
            content: `LIVEKIT_URL=${U}\nLIVEKIT_${name}=${name === 'API_KEY' ? K : S}\n`,
          },
        ]),
      ),
    ].map((found) => maskedReading({ id: 'r', expiresAt: 1 }, found, () => undefined).projects[0]);
    expect(shown.map((project) => project?.apiKey?.value)).toEqual([K, K, undefined]);
    expect(shown.map((project) => project?.apiSecret !== undefined)).toEqual([true, false, true]);
    expect(JSON.stringify(shown)).not.toContain(S);
  });

  it('fill variables into keys and secrets, unless single quotes keep them as they are', () => {
    const before = `PART=${S}\nLIVEKIT_URL=${U}\nLIVEKIT_API_KEY=${K}\nLIVEKIT_API_SECRET=`;
    const secrets = ['${PART}', "'${PART}'"].map((value) => {
      const { projects } = readCredentials([{ name: '.env', content: `${before}${value}\n` }]);
      return projects[0]?.apiSecret?.value;
    });
    expect(secrets[0]).toBe(S);
    expect(secrets[1]).not.toBe(S);
  });
});
