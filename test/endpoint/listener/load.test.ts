import { createHmac } from 'node:crypto';
import { createConnection } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LOCAL_SECRET, startEndpoint, type TestEndpoint } from '../../fixtures/endpoint.ts';

const REQUESTS = 5_000;

interface Sent {
  room: string;
  identity: string;
}

interface LoadReport {
  answered: number;
  errors: string[];
  /** Answers whose token is for somebody else, or whose signature is wrong. */
  mixedUp: string[];
}

/** Spreads the requests over the sockets, one at a time on each, every one for somebody of its own. */
async function load(port: number, sockets: number): Promise<LoadReport> {
  const report: LoadReport = { answered: 0, errors: [], mixedUp: [] };
  let next = 0;
  const take = (): Sent | undefined => {
    if (next >= REQUESTS) return undefined;
    next += 1;
    return { room: `room-${sockets}-${next}`, identity: `person-${sockets}-${next}` };
  };
  await Promise.all(Array.from({ length: sockets }, () => converse(port, take, report)));
  return report;
}

/** One keep-alive connection, until there is nothing left to send. */
function converse(port: number, take: () => Sent | undefined, report: LoadReport): Promise<void> {
  return new Promise((resolve) => {
    const socket = createConnection({ port, host: '127.0.0.1' });
    let sent: Sent | undefined;
    let text = '';
    const send = (): void => {
      sent = take();
      if (sent === undefined) socket.destroy();
      else socket.write(requestText(sent));
    };
    socket.on('connect', send);
    socket.on('data', (chunk) => {
      text += chunk.toString();
      const length = answerLength(text);
      if (length === undefined || text.length < length || sent === undefined) return;
      if (!text.startsWith('HTTP/1.1 200 ')) report.errors.push(text);
      else if (!isTokenFor(sent, text)) report.mixedUp.push(`${sent.identity}: ${text}`);
      report.answered += 1;
      text = text.slice(length);
      sent = undefined;
      send();
    });
    socket.on('error', (error) => report.errors.push(error.message));
    socket.on('close', () => {
      if (sent !== undefined) report.errors.push(`${sent.identity} got no answer`);
      resolve();
    });
  });
}

function requestText({ room, identity }: Sent): string {
  const body = JSON.stringify({ room_name: room, participant_identity: identity });
  return `POST /token HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
}

function answerLength(text: string): number | undefined {
  const head = /^[\s\S]*?content-length: (\d+)[\s\S]*?\r\n\r\n/i.exec(text);
  return head?.[1] === undefined ? undefined : head[0].length + Number(head[1]);
}

function isTokenFor({ room, identity }: Sent, text: string): boolean {
  const token = /"participant_token":"([^"]+)"/.exec(text)?.[1] ?? '';
  const [head = '', payload = '', signature = ''] = token.split('.');
  const expected = createHmac('sha256', LOCAL_SECRET)
    .update(`${head}.${payload}`)
    .digest('base64url');
  const claims = Buffer.from(payload, 'base64url').toString();
  return (
    signature === expected &&
    claims.includes(`"sub":"${identity}"`) &&
    claims.includes(`"room":"${room}"`)
  );
}

describe('load', () => {
  let endpoint: TestEndpoint;
  beforeAll(async () => {
    endpoint = await startEndpoint();
  });
  afterAll(() => endpoint.close());

  it.each([50, 1_000, 5_000])(
    'R14 answers 5,000 requests over %i sockets, each with its own token',
    async (sockets) => {
      const before = endpoint.mintCount();
      const report = await load(endpoint.port, sockets);
      expect(report).toEqual({ answered: REQUESTS, errors: [], mixedUp: [] });
      expect(endpoint.mintCount() - before).toBe(REQUESTS);
    },
    60_000,
  );

  it('R14 keeps the activity bounded', async () => {
    expect((await endpoint.activity()).length).toBe(500);
  });
});
