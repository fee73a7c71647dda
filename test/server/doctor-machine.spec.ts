import { expect, test } from '@playwright/test';
import { createLiveKitServer } from '../../main/adapters/livekit/livekit-server.ts';
import { createMachine } from '../../main/adapters/machine.ts';
import type { DoctorCheck, DoctorReport } from '../../main/contract/doctor-report.ts';
import { listeningSockets } from '../../main/listener/port-failure.ts';
import { startCoreFor } from '../fixtures/core-at-server.ts';
import { createMemoryEndpoint } from '../fixtures/memory-ports.ts';
import { startLiveKitServer } from '../fixtures/real-livekit-server.ts';

const machine = createMachine({ listening: listeningSockets });

/** The doctor at a server of this machine that listens at `bind`, and what it says of this machine. */
async function examine(
  bind: string,
  lanAddresses: string[] = [],
): Promise<{ report: DoctorReport; check: DoctorCheck | undefined; port: string }> {
  const server = await startLiveKitServer({ bind });
  const liveKitServer = createLiveKitServer();
  const endpoint = createMemoryEndpoint();
  const core = await startCoreFor(server.url, liveKitServer, Date.now, {
    machine,
    endpoint: () => endpoint,
  });
  const { port } = new URL(server.httpUrl);
  try {
    if (lanAddresses.length > 0) {
      endpoint.outcomes.set(7885, {
        status: 'serving',
        port: 7885,
        addresses: [{ address: '0.0.0.0', reachable: true }],
        lan: true,
        lanAddresses,
      });
      await core.call('settings.update', {
        revision: core.tokenTray.snapshot().revision,
        changes: { server: { lan: true } },
      });
    }
    const report = await core.call('doctor.run', {});
    return { report, check: report.checks.find(({ step }) => step === 'machine'), port };
  } finally {
    await core.tokenTray.close();
    await server.close();
  }
}

test('a server of this machine that listens on loopback: its process is named, and that no phone reaches it', async () => {
  const { report, check, port } = await examine('127.0.0.1');
  expect(report.verdict).toBe('healthy');
  expect(check?.state).toBe('ok');
  expect(check?.line).toMatch(
    new RegExp(
      `^livekit-server \\(process \\d+\\) listens on port ${port} of 127\\.0\\.0\\.1 only\\. No phone can reach it`,
    ),
  );
});

test('the same with LAN on is a cause, with the command that starts it on every address', async () => {
  const { report } = await examine('127.0.0.1', ['192.0.2.9']);
  expect(report.cause).toMatchObject({
    code: 'server_on_loopback',
    fix: expect.stringContaining('--bind 0.0.0.0'),
  });
});

test('a server of this machine that listens everywhere: the ports that it offered, and its firewall', async () => {
  const { report, check, port } = await examine('0.0.0.0', ['192.0.2.9']);
  expect(report.verdict).toBe('healthy');
  expect(check?.line).toContain(
    `listens on port ${port} of every address. A phone needs TCP ${port}, `,
  );
  expect(check?.line).toMatch(/ and UDP \d+\. .*(?:firewall|Firewall)/);
});
