import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { SignalRequest, SignalResponse } from '@livekit/protocol';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocketServer } from 'ws';
import { probeJoin } from '../../../main/adapters/livekit/join-probe.ts';

type Message = SignalResponse['message'];

const SDP = 'v=0\r\na=ice-ufrag:frag\r\na=ice-pwd:password\r\na=mid:7\r\n';
const OFFER: Message = offer(SDP);
const JOIN = join([]);

const closers: (() => unknown)[] = [];
afterEach(async () => {
  await Promise.all(closers.splice(0).map((close) => close()));
});

function join(urls: string[]): Message {
  const whole = new SignalResponse({
    message: { case: 'join', value: { serverVersion: '1.9.1', iceServers: [{ urls }] } },
  });
  return whole.message;
}

function offer(sdp: string): Message {
  const value = { type: 'offer', sdp, id: 3 };
  return new SignalResponse({ message: { case: 'offer', value } }).message;
}

function trickle(candidateInit: string, final = false): Message {
  return new SignalResponse({ message: { case: 'trickle', value: { candidateInit, final } } })
    .message;
}

function candidate(protocol: string, address: string, port: number): string {
  return JSON.stringify({ candidate: `candidate:1 1 ${protocol} 1 ${address} ${port} typ host` });
}

/** A signal server that sends these messages, and what it was asked and told. */
async function signalServer(messages: readonly (Message | string)[]) {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1' });
  await once(server, 'listening');
  closers.push(() => server.close());
  const asked: string[] = [];
  const told: SignalRequest['message'][] = [];
  server.on('connection', (socket, request) => {
    asked.push(request.url ?? '');
    socket.on('message', (data: Buffer) => {
      told.push(SignalRequest.fromBinary(new Uint8Array(data)).message);
    });
    for (const message of messages) {
      socket.send(
        typeof message === 'string' ? message : new SignalResponse({ message }).toBinary(),
      );
    }
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, asked, told };
}

/** Answers each packet with what `answer` makes of it. */
async function udpServer(answer: (packet: Buffer) => Buffer): Promise<number> {
  const socket: Socket = createSocket('udp4');
  socket.on('message', (packet, { port, address }) => socket.send(answer(packet), port, address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  closers.push(() => socket.close());
  return socket.address().port;
}

/** As a STUN server answers: the request's own id, with the bit of a response. */
function success(packet: Buffer): Buffer {
  const bytes = Buffer.from(packet.subarray(0, 20));
  bytes.writeUInt16BE(0x0101, 0);
  return bytes;
}

async function tcpServer(): Promise<number> {
  const server: Server = createServer((socket) => socket.destroy());
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closers.push(() => server.close());
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  return (server.address() as AddressInfo).port;
}

function probe(url: string, timeLimitMs = 2000) {
  return probeJoin({ url, token: 'a.b.c', timeLimitMs });
}

describe('a join as far as the media addresses', () => {
  it('asks each address that is offered, over UDP and TCP', async () => {
    const [udp, tcp] = await Promise.all([udpServer(success), tcpServer()]);
    const { url, asked, told } = await signalServer([
      JOIN,
      OFFER,
      trickle(candidate('udp', '127.0.0.1', udp)),
      trickle(candidate('TCP', '127.0.0.1', tcp)),
      trickle(candidate('tcp', '127.0.0.1', 1)),
      trickle(candidate('udp', 'abc.local', 7882)),
      trickle(candidate('sctp', '127.0.0.1', 7882)),
      trickle('not JSON'),
      trickle('"text"', true),
    ]);
    const heard: number[] = [];
    const result = await probeJoin({ url, token: 'a.b.c', onSignal: (ms) => heard.push(ms) });
    expect(result).toMatchObject({ serverVersion: '1.9.1', turn: [] });
    expect(result).not.toHaveProperty('failure');
    expect(result.media).toEqual([
      { protocol: 'udp', address: '127.0.0.1', port: udp, reachable: true },
      { protocol: 'tcp', address: '127.0.0.1', port: tcp, reachable: true },
      { protocol: 'tcp', address: '127.0.0.1', port: 1, reachable: false },
    ]);
    expect(heard).toEqual([result.signalMs]);
    expect(result.mediaMs).toBeGreaterThanOrEqual(result.signalMs ?? 0);
    expect(asked[0]).toMatch(/^\/rtc\?access_token=a\.b\.c&auto_subscribe=0&/);
    await expect.poll(() => told.map((message) => message.case)).toEqual(['answer', 'leave']);
    const [answer] = told;
    const sdp = answer?.case === 'answer' ? answer.value : undefined;
    expect(sdp).toMatchObject({ type: 'answer', id: 3 });
    expect(sdp?.sdp).toContain('a=mid:7\r\n');
  });

  it('counts any STUN answer, even an error, and nothing else', async () => {
    const answers: [(packet: Buffer) => Buffer, boolean][] = [
      [success, true],
      [(packet) => withByte(success(packet), 1, 0x11), true],
      [(packet) => packet, false],
      [(packet) => withByte(success(packet), 19, (packet[19] ?? 0) ^ 0xff), false],
      [(packet) => withByte(success(packet), 4, 0), false],
      [(packet) => success(packet).subarray(0, 19), false],
    ];
    const ports = await Promise.all(answers.map(([answer]) => udpServer(answer)));
    const { url } = await signalServer([
      JOIN,
      OFFER,
      ...ports.map((port) => trickle(candidate('udp', '127.0.0.1', port))),
      trickle('{}', true),
    ]);
    const { media } = await probe(url);
    expect(media.map(({ reachable }) => reachable)).toEqual(
      answers.map(([, expected]) => expected),
    );
  });

  it('signs its request with the password of the server', async () => {
    const packets: Buffer[] = [];
    const port = await udpServer((packet) => {
      packets.push(packet);
      return success(packet);
    });
    const { url } = await signalServer([
      JOIN,
      OFFER,
      trickle(candidate('udp', '127.0.0.1', port), true),
    ]);
    await probe(url);
    const [packet] = packets;
    expect(packet?.subarray(0, 2).toString('hex')).toBe('0001');
    expect(packet?.readUInt16BE(2)).toBe((packet?.length ?? 0) - 20);
    expect(packet?.toString('latin1')).toContain('frag:');
    expect(packet?.readUInt16BE((packet?.length ?? 24) - 24)).toBe(0x0008);
  });

  it.each([
    ['a password', 'v=0\r\na=ice-ufrag:frag\r\n'],
    ['a fragment', 'v=0\r\na=ice-pwd:password\r\n'],
  ])('asks no address where the offer lacks %s', async (_what, sdp) => {
    const { url, told } = await signalServer([JOIN, offer(sdp)]);
    expect(await probe(url)).toMatchObject({ serverVersion: '1.9.1', media: [], turn: [] });
    await expect.poll(() => told.map((message) => message.case)).toEqual(['leave']);
  });

  it('asks no address where no offer comes in time', async () => {
    const { url } = await signalServer([JOIN]);
    const result = await probe(url, 300);
    expect(result.media).toEqual([]);
    expect(result).not.toHaveProperty('failure');
  });

  it('keeps sixteen addresses at most', async () => {
    const many = Array.from({ length: 20 }, () => trickle(candidate('tcp', '127.0.0.1', 1)));
    const { url } = await signalServer([JOIN, OFFER, ...many, trickle('{}', true)]);
    expect((await probe(url)).media).toHaveLength(16);
  });
});

describe('the TURN servers of a join', () => {
  it('are asked as their addresses say, and STUN servers are left alone', async () => {
    const [udp, tcp] = await Promise.all([udpServer(success), tcpServer()]);
    const urls = [
      `turn:127.0.0.1:${udp}?transport=udp`,
      `turn:127.0.0.1:${udp}`,
      `TURN:127.0.0.1:${tcp}?transport=TCP`,
      `turns:127.0.0.1:${tcp}`,
      `turns:127.0.0.1:${tcp}?transport=udp`,
      'stun:127.0.0.1:1',
      'nonsense',
    ];
    const { url } = await signalServer([join(urls), OFFER, trickle('{}', true)]);
    const { turn = [] } = await probe(url);
    const byPort = turn.toSorted(
      (one, other) => one.port - other.port || (one.protocol < other.protocol ? -1 : 1),
    );
    expect(byPort.map(({ protocol, port, reachable }) => [protocol, port, reachable])).toEqual(
      [
        ['udp', udp, true],
        ['udp', udp, true],
        ['tcp', tcp, true],
        ['tcp', tcp, true],
        ['tcp', tcp, true],
      ].toSorted(([, one], [, other]) => Number(one) - Number(other)),
    );
  });

  it('have the default ports where the URL names none', async () => {
    const urls = ['turn:127.0.0.1', 'turns:127.0.0.1', 'turn:[::1]:1?transport=tcp'];
    const { url } = await signalServer([join(urls), offer('')]);
    const { turn = [] } = await probe(url);
    expect(
      turn.map(({ protocol, address, port }) => `${protocol} ${address} ${port}`).toSorted(),
    ).toEqual(['tcp 127.0.0.1 5349', 'tcp ::1 1', 'udp 127.0.0.1 3478']);
  });
});

describe('a join that fails', () => {
  it('says that the server asked to leave, or said nothing in time', async () => {
    const leave = new SignalResponse({ message: { case: 'leave', value: {} } }).message;
    const left = await probe((await signalServer([leave])).url);
    expect([left.failure?.code, left.media]).toEqual(['connection_reset', []]);
    const silent = await probe((await signalServer(['text that is no message'])).url, 200);
    expect(silent.failure?.code).toBe('timeout');
  });

  it('says with which status the upgrade was refused', async () => {
    const server = new WebSocketServer({ port: 0, host: '127.0.0.1', verifyClient: () => false });
    await once(server, 'listening');
    closers.push(() => server.close());
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
    const { port } = server.address() as AddressInfo;
    const refused = await probe(`ws://127.0.0.1:${port}/`);
    expect(refused.failure?.code).toBe('refused');
  });

  it('keeps the path of the URL', async () => {
    for (const end of ['/livekit', '/livekit/']) {
      const { url, asked } = await signalServer([JOIN, offer('')]);
      await probe(`${url}${end}`);
      expect(asked[0]).toMatch(/^\/livekit\/rtc\?/);
    }
  });
});

function withByte(packet: Buffer, at: number, byte: number): Buffer {
  packet[at] = byte;
  return packet;
}
