import { connect, type Socket } from 'node:net';
import { join } from 'node:path';
import {
  decodeMessages,
  encodeCall,
  type BusCall,
  type BusMessage,
  type BusValue,
} from './dbus-message.ts';

const REPLY = 2;
const ERROR = 3;
const SIGNAL = 4;

const DAEMON = {
  destination: 'org.freedesktop.DBus',
  path: '/org/freedesktop/DBus',
  interface: 'org.freedesktop.DBus',
};

/** A Linux desktop's session bus. The connection keeps no process alive. */
export interface SessionBus {
  /** Calls a method that takes strings. Rejects on an error reply, and when the bus is gone. */
  call(call: BusCall): Promise<BusValue[]>;
  /** Calls a method of the bus itself. */
  ask(member: string, ...strings: string[]): Promise<BusValue[]>;
  /** Called with each signal that an `AddMatch` asked for. */
  onSignal(listener: (signal: BusMessage) => void): void;
  /** Called once when the bus is gone or cannot be reached, but not after `close`. */
  onEnd(listener: () => void): void;
  close(): void;
}

/** Connects to the session bus of `environment`; `undefined` where it names none. */
export function connectSessionBus(
  environment: Readonly<Record<string, string | undefined>>,
): SessionBus | undefined {
  const path = sessionBusPath(environment);
  if (path === undefined) return undefined;

  const pending = new Map<
    number,
    { resolve(body: BusValue[]): void; reject(error: Error): void }
  >();
  const signalListeners = new Set<(signal: BusMessage) => void>();
  const endListeners = new Set<() => void>();
  const unsent: Buffer[] = [];
  let isReady = false;
  let serial = 0;

  const socket = connect(path);
  socket.unref();
  socket.on('error', () => {
    // `close` follows.
  });
  socket.on('close', () => {
    for (const { reject } of pending.values()) reject(new Error('The session bus is gone.'));
    pending.clear();
    for (const listener of endListeners) listener();
  });

  const call: SessionBus['call'] = (request) =>
    new Promise((resolve, reject) => {
      serial += 1;
      pending.set(serial, { resolve, reject });
      const bytes = encodeCall(serial, request);
      if (isReady) socket.write(bytes);
      else unsent.push(bytes);
    });
  const ask: SessionBus['ask'] = (member, ...strings) => call({ ...DAEMON, member, strings });

  authenticate(socket, (rest) => {
    isReady = true;
    socket.write(Buffer.concat(unsent));
    readMessages(socket, rest, (message) => {
      if (message.type === SIGNAL) for (const listener of signalListeners) listener(message);
      const waiting = pending.get(message.replySerial ?? 0);
      if (waiting === undefined) return;
      pending.delete(message.replySerial ?? 0);
      if (message.type === REPLY) waiting.resolve(message.body);
      else if (message.type === ERROR) waiting.reject(new Error(String(message.body[0])));
    });
  });
  // The bus takes nothing before this, so it is the first of the unsent.
  ask('Hello').catch(() => {});

  return {
    call,
    ask,
    onSignal: (listener) => {
      signalListeners.add(listener);
    },
    onEnd: (listener) => {
      endListeners.add(listener);
    },
    close: () => {
      endListeners.clear();
      socket.destroy();
    },
  };
}

/** Says who we are. `done` gets what came behind the answer. */
function authenticate(socket: Socket, done: (rest: Buffer) => void): void {
  let answer: Buffer = Buffer.alloc(0);
  socket.once('connect', () => {
    const uid = Buffer.from(String(process.getuid?.() ?? 0), 'ascii').toString('hex');
    socket.write(`\0AUTH EXTERNAL ${uid}\r\n`);
  });
  const receive = (chunk: Buffer): void => {
    answer = Buffer.concat([answer, chunk]);
    const end = answer.indexOf('\r\n');
    if (end === -1) return;
    socket.off('data', receive);
    if (!answer.subarray(0, end).toString('ascii').startsWith('OK ')) {
      socket.destroy();
      return;
    }
    socket.write('BEGIN\r\n');
    done(answer.subarray(end + 2));
  };
  socket.on('data', receive);
}

function readMessages(socket: Socket, first: Buffer, handle: (message: BusMessage) => void): void {
  let unread: Buffer = Buffer.alloc(0);
  const receive = (chunk: Buffer): void => {
    try {
      const { messages, rest } = decodeMessages(Buffer.concat([unread, chunk]));
      unread = rest;
      messages.forEach(handle);
    } catch {
      socket.destroy();
    }
  };
  receive(first);
  socket.on('data', receive);
}

/** The path of the session bus's socket: from the address the session set, or where systemd puts it. */
export function sessionBusPath(
  environment: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const address = environment['DBUS_SESSION_BUS_ADDRESS'];
  if (address !== undefined && address !== '') {
    const match = /(?:^|;)unix:(?:[^;]*,)?(path|abstract)=([^,;]+)/.exec(address);
    if (match?.[2] === undefined) return undefined;
    return match[1] === 'abstract'
      ? `\0${decodeURIComponent(match[2])}`
      : decodeURIComponent(match[2]);
  }
  const runtimeFolder = environment['XDG_RUNTIME_DIR'];
  return runtimeFolder === undefined || runtimeFolder === ''
    ? undefined
    : join(runtimeFolder, 'bus');
}
