import { expect, test } from '@playwright/test';
import { createLiveKitServer } from '../../main/adapters/livekit/livekit-server.ts';
import type { DoctorReport } from '../../main/contract/doctor-report.ts';
import { startCoreFor } from '../fixtures/core-at-server.ts';
import { goodClaims, plantToken } from '../fixtures/planted-token.ts';
import { startLiveKitServer, type RealLiveKitServer } from '../fixtures/real-livekit-server.ts';

// The server's clock is the machine's; ours is moved, which makes the same difference.
let server: RealLiveKitServer;

test.beforeAll(async () => {
  server = await startLiveKitServer();
});
test.afterAll(() => server.close());

/** The doctor on a machine whose clock is so many seconds ahead of the server's. */
async function examine(
  secondsAhead: number,
  look: { ttlSeconds?: number; claims?: Record<string, unknown> } = {},
): Promise<DoctorReport> {
  const clock = (): number => Date.now() + secondsAhead * 1000;
  const core = await startCoreFor(server.url, createLiveKitServer({ clock }), clock);
  try {
    if (look.ttlSeconds === undefined) return await core.call('doctor.run', {});
    const now = Math.floor(clock() / 1000);
    const claims = { exp: now + look.ttlSeconds, ...look.claims };
    return await core.call('doctor.run', { token: plantToken(goodClaims(now, claims)) });
  } finally {
    await core.tokenTray.close();
  }
}

for (const seconds of [70, 600]) {
  test(`D49: a server ${seconds} s behind refuses every token from here`, async () => {
    const { cause, clockOffsetSeconds = 0 } = await examine(seconds);
    expect(cause).toMatchObject({
      code: 'clock_skew',
      sentence: expect.stringContaining('this machine is ahead'),
    });
    expect(Math.abs(clockOffsetSeconds - seconds)).toBeLessThanOrEqual(1);
  });
}

test('D50: 10 s are no matter, 50 s a note', async () => {
  const near = await examine(10);
  expect(near).toMatchObject({ verdict: 'healthy', causes: [] });
  for (const seconds of [50, -50]) {
    const { verdict, causes } = await examine(seconds);
    expect(verdict).toBe('healthy');
    expect(causes.map(({ code }) => code)).toEqual(['clock_drift']);
  }
});

test('D51: a server 70 s ahead takes tokens, which end early', async () => {
  const { verdict, causes } = await examine(-70);
  expect(verdict).toBe('healthy');
  expect(causes[0]).toMatchObject({
    code: 'clock_drift',
    sentence: expect.stringContaining('Tokens end 70 s early'),
  });
});

test('D52: a server 600 s ahead takes a token of 15 minutes, and calls one of 5 expired', async () => {
  expect((await examine(-600)).verdict).toBe('healthy');
  expect((await examine(-600, { ttlSeconds: 900 })).verdict).toBe('healthy');
  expect((await examine(-600, { ttlSeconds: 300 })).cause?.code).toBe('clock_skew');
});

test('D2, D4: a token of this machine that starts or was issued ahead of the server’s clock', async () => {
  const starts = await examine(70, { ttlSeconds: 900 });
  expect(starts.cause?.code).toBe('clock_skew');
  const issued = await examine(70, {
    ttlSeconds: 900,
    claims: { nbf: 0, iat: Math.floor(Date.now() / 1000) + 70 },
  });
  expect(issued.cause?.code).toBe('clock_skew');
});
