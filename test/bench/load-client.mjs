// A load client that costs as little as it can, so that the server is what is measured: raw sockets, one
// prepared request, one request in flight per connection. It runs in a process of its own, against
// loopback only, and stops at a number of answers or at its time limit, whichever comes first.
// Input is one JSON object as the only argument; output is one JSON line.
import { createConnection } from 'node:net';

const { port, connections, requests, timeLimitMs, head, body } = JSON.parse(process.argv[2]);

const request = Buffer.from(
  `${head}\r\nHost: 127.0.0.1:${port}\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
);
const LENGTH = 'content-length: ';
const latencies = new Float64Array(requests);
let sent = 0;
let answered = 0;

function finish(error) {
  const seconds = (performance.now() - startedAt) / 1000;
  const sorted = latencies.subarray(0, answered).toSorted();
  const quantile = (share) => sorted[Math.min(answered - 1, Math.floor(answered * share))] ?? null;
  process.stdout.write(
    `${JSON.stringify({ answered, seconds, perSecond: answered / seconds, p50: quantile(0.5), p99: quantile(0.99), error })}\n`,
    () => process.exit(error === undefined ? 0 : 1),
  );
}

/** The bytes of the answer at the start of `text`, 0 while it is not whole; throws where it holds no token. */
function answerLength(text) {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd < 0) return 0;
  if (!text.startsWith('HTTP/1.1 200 ')) throw new Error(`not a token: ${text.slice(0, 300)}`);
  const lengthAt = text.toLowerCase().indexOf(LENGTH);
  if (lengthAt < 0 || lengthAt > headEnd) throw new Error('an answer without a length');
  const end = headEnd + 4 + Number.parseInt(text.slice(lengthAt + LENGTH.length, headEnd), 10);
  if (text.length < end) return 0;
  if (!text.includes('"participant_token":"eyJ', headEnd))
    throw new Error('an answer without a token');
  return end;
}

function connect() {
  let pending = '';
  let sentAt = 0;
  const socket = createConnection({ host: '127.0.0.1', port, noDelay: true });
  const send = () => {
    if (sent >= requests) return;
    sent += 1;
    sentAt = performance.now();
    socket.write(request);
  };
  socket.on('connect', send);
  socket.on('data', (chunk) => {
    pending += chunk.latin1Slice();
    try {
      const length = answerLength(pending);
      if (length === 0) return;
      if (length !== pending.length) throw new Error('more bytes than one answer');
    } catch (error) {
      finish(error.message);
      return;
    }
    pending = '';
    latencies[answered] = performance.now() - sentAt;
    answered += 1;
    if (answered === requests) finish();
    else send();
  });
  socket.on('error', (error) => finish(error.message));
  socket.on('close', () => answered < requests && finish('the server closed a connection'));
}

setTimeout(() => finish('the time limit passed'), timeLimitMs);
const startedAt = performance.now();
for (let index = 0; index < connections; index += 1) connect();
