// @ts-check
// A load client that costs as little as it can, so that the server is what is measured: raw sockets, one
// prepared request, one request in flight per connection. It runs in a process of its own and stays for
// all rounds, so that its own warming up falls on none of them. Each line on stdin is one job, as JSON;
// each line on stdout its report. Loopback only; every job ends at a number of answers or at its time
// limit, whichever comes first.
import { createConnection } from 'node:net';
import { createInterface } from 'node:readline';

/**
 * @typedef {{ port: number, connections: number, requests: number, timeLimitMs: number, head: string, body: string }} Job
 */

/**
 * `p50` and `p99` are milliseconds; `error` is absent where every answer was a token.
 * @typedef {{ answered: number, perSecond: number, p50: number, p99: number, error?: string }} Report
 */

const TOKEN = '"participant_token":"eyJ';
/** How Content-Length ends in either case; no other header of these answers does. */
const LENGTH = 'ength: ';

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(`${JSON.stringify(await run(JSON.parse(line)))}\n`);
}

/**
 * @param {Job} job
 * @returns {Promise<Report>}
 */
function run({ port, connections, requests, timeLimitMs, head, body }) {
  const request = Buffer.from(
    `${head}\r\nHost: 127.0.0.1:${port}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  );
  const latencies = new Float64Array(requests);
  /** @type {import('node:net').Socket[]} */
  const sockets = [];
  let sent = 0;
  let answered = 0;

  return new Promise((resolve) => {
    const startedAt = performance.now();
    const finish = (/** @type {string | undefined} */ error) => {
      clearTimeout(limit);
      const seconds = (performance.now() - startedAt) / 1000;
      for (const socket of sockets) socket.destroy();
      const sorted = latencies.slice(0, answered).toSorted();
      const at = (/** @type {number} */ share) =>
        sorted[Math.floor(answered * share)] ?? Number.NaN;
      const report = { answered, perSecond: answered / seconds, p50: at(0.5), p99: at(0.99) };
      resolve(error === undefined ? report : { ...report, error });
    };
    const limit = setTimeout(() => finish('the time limit passed'), timeLimitMs);

    for (let index = 0; index < connections; index += 1) {
      let pending = '';
      let sentAt = 0;
      const socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
      sockets.push(socket);
      const send = () => {
        if (sent >= requests) return;
        sent += 1;
        sentAt = performance.now();
        socket.write(request);
      };
      socket.on('connect', send);
      socket.on('data', (chunk) => {
        pending += chunk.toString('latin1');
        const length = answerLength(pending);
        if (length === 0) return;
        if (typeof length === 'string') {
          finish(length);
          return;
        }
        pending = '';
        latencies[answered] = performance.now() - sentAt;
        answered += 1;
        if (answered === requests) finish(undefined);
        else send();
      });
      socket.on('error', (error) => finish(error.message));
      socket.on('close', () => {
        if (answered < requests) finish('the server closed a connection');
      });
    }
  });
}

/**
 * The length of the one answer in `text`, 0 while it is not whole, or what is wrong with it.
 * @param {string} text
 * @returns {number | string}
 */
function answerLength(text) {
  if (!text.startsWith('HTTP/1.1 200 ')) return `not a token: ${text.slice(0, 300)}`;
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return 0;
  const lengthAt = text.indexOf(LENGTH);
  if (lengthAt < 0 || lengthAt > headEnd) return 'an answer without a length';
  const end = headEnd + 4 + Number.parseInt(text.slice(lengthAt + LENGTH.length, headEnd), 10);
  if (text.length < end) return 0;
  if (text.length > end) return 'more bytes than one answer';
  return text.includes(TOKEN, headEnd) ? end : 'an answer without a token';
}
