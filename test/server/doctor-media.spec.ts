import { createSocket } from 'node:dgram';
import { once } from 'node:events';
import { expect, test } from '@playwright/test';
import { createLiveKitServer } from '../../main/adapters/livekit/livekit-server.ts';
import type { DoctorReport } from '../../main/contract/doctor-report.ts';
import { startCoreFor } from '../fixtures/core-at-server.ts';
import { freePort } from '../fixtures/occupied-port.ts';
import { startLiveKitServer } from '../fixtures/real-livekit-server.ts';

const LOOPBACK = ['node_ip: 127.0.0.1', 'enable_loopback_candidate: true', 'tcp_port: 0'];

async function examine(media: string[]): Promise<DoctorReport> {
  const server = await startLiveKitServer({ media });
  const core = await startCoreFor(server.url, createLiveKitServer());
  try {
    return await core.call('doctor.run', {});
  } finally {
    await core.tokenTray.close();
    await server.close();
  }
}

const turnAt = (port: number): string[] => [
  'turn_servers:',
  `  - { host: 127.0.0.1, port: ${port}, protocol: udp, username: u, credential: c }`,
];

test('D69: a TURN server that does not answer is a note, and one that does is none', async () => {
  const dead = await examine([...LOOPBACK, ...turnAt(await freePort())]);
  expect(dead.verdict).toBe('healthy');
  expect(dead.causes.map(({ code }) => code)).toEqual(['turn_unreachable']);

  const relay = createSocket('udp4');
  relay.bind(0, '127.0.0.1');
  await once(relay, 'listening');
  relay.on('message', (packet, from) => {
    // A binding request is answered with its own id.
    const answer = Buffer.from(packet.subarray(0, 20));
    answer.writeUInt16BE(0x0101, 0);
    answer.writeUInt16BE(0, 2);
    relay.send(answer, from.port, from.address);
  });
  const alive = await examine([...LOOPBACK, ...turnAt(relay.address().port)]);
  relay.close();
  expect(alive).toMatchObject({ verdict: 'healthy', causes: [] });
  expect(alive.checks.find(({ step }) => step === 'media')?.line).toContain('TURN server answers');
});

test('D69: a server that offers no TURN is a warning, not a fault', async () => {
  const report = await examine(LOOPBACK);
  expect(report).toMatchObject({ verdict: 'healthy', causes: [] });
  expect(report.checks.find(({ step }) => step === 'media')?.line).toContain('It offers no TURN');
});

test('D70: a wrong node_ip does not stop a join on the same machine', async () => {
  const report = await examine(['node_ip: 203.0.113.1', 'tcp_port: 0']);
  expect(report).toMatchObject({ verdict: 'healthy', causes: [] });
  // It says what another machine would see.
  expect(report.checks.find(({ step }) => step === 'media')?.line).toContain('203.0.113.1');
});
