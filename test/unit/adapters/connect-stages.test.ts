import { createServer as createTlsServer } from 'node:tls';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { createLiveKitServer } from '../../../main/adapters/livekit/livekit-server.ts';
import { freePort } from '../../fixtures/occupied-port.ts';
import { selfSignedCertificate } from '../../fixtures/self-signed-certificate.ts';

const closers: (() => void)[] = [];

afterEach(() => {
  for (const close of closers.splice(0)) close();
});

async function portOf(server: Server): Promise<number> {
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve);
  });
  closers.push(() => server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  return (server.address() as AddressInfo).port;
}

const plain = (): Promise<number> => portOf(createServer((socket) => socket.on('error', () => {})));
const tls = (): Promise<number> => portOf(createTlsServer(selfSignedCertificate()));

it.each<[string, () => Promise<string>, string[]]>([
  ['a name', async () => `ws://localhost:${await plain()}`, ['name', 'TCP']],
  ['an address', async () => `ws://127.0.0.1:${await plain()}`, ['TCP']],
  ['D53: nothing there', async () => `ws://127.0.0.1:${await freePort()}`, ['TCP failed']],
  ['D55: no such host', async () => 'ws://nowhere.invalid', ['name failed']],
  [
    'D61: a certificate of its own',
    async () => `wss://127.0.0.1:${await tls()}`,
    ['TCP', 'TLS failed'],
  ],
  ['no URL', async () => 'nonsense url', []],
])('times each stage of a connection to %s', async (_what, url, expected) => {
  const stages = await createLiveKitServer().connect({ url: await url() });
  expect(stages.map(({ stage, failed }) => (failed ? `${stage} failed` : stage))).toEqual(expected);
  expect(stages.every(({ ms }) => ms >= 0 && ms < 2_600)).toBe(true);
});
