/**
 * As much of the D-Bus wire format as it takes to ask the bus daemon who owns a name: method calls with
 * strings in, replies and signals with strings and booleans out. Specification: "D-Bus Specification",
 * sections "Marshaling" and "Message Protocol". Little-endian.
 */
const LITTLE_ENDIAN = 0x6c;
const METHOD_CALL = 1;
const FIELD = { path: 1, interface: 2, member: 3, replySerial: 5, destination: 6, signature: 8 };

/** More than the daemon ever sends us; a longer length means that the stream is not what we take it for. */
const MAX_MESSAGE = 64 * 1024;

export interface DaemonCall {
  serial: number;
  member: string;
  strings: readonly string[];
}

export interface DaemonMessage {
  /** 2: reply, 3: error, 4: signal. */
  type: number;
  replySerial: number | undefined;
  member: string | undefined;
  /** The body's strings in order; a boolean is `true` or `false`. */
  body: string[];
}

/** A method call to the bus daemon itself. */
export function encodeDaemonCall({ serial, member, strings }: DaemonCall): Buffer {
  const fields: Buffer[] = [
    field(FIELD.path, 'o', string('/org/freedesktop/DBus')),
    field(FIELD.interface, 's', string('org.freedesktop.DBus')),
    field(FIELD.member, 's', string(member)),
    field(FIELD.destination, 's', string('org.freedesktop.DBus')),
    ...(strings.length === 0
      ? []
      : [field(FIELD.signature, 'g', signature('s'.repeat(strings.length)))]),
  ];
  const body = joinAligned(strings.map(string), 4);
  const header = joinAligned(fields, 8);
  const start = Buffer.alloc(16);
  start.set([LITTLE_ENDIAN, METHOD_CALL, 0, 1]);
  start.writeUInt32LE(body.length, 4);
  start.writeUInt32LE(serial, 8);
  start.writeUInt32LE(header.length, 12);
  return Buffer.concat([padded(Buffer.concat([start, header]), 8), body]);
}

/** The whole messages at the beginning of `bytes`, and what is left. Throws where the stream makes no sense. */
export function decodeMessages(bytes: Buffer): { messages: DaemonMessage[]; rest: Buffer } {
  const messages: DaemonMessage[] = [];
  let rest = bytes;
  while (rest.length >= 16) {
    if (rest[0] !== LITTLE_ENDIAN) throw new Error('Not a little-endian D-Bus message.');
    const headerEnd = align(16 + rest.readUInt32LE(12), 8);
    const length = headerEnd + rest.readUInt32LE(4);
    if (length > MAX_MESSAGE) throw new Error('A D-Bus message is longer than expected.');
    if (rest.length < length) break;
    messages.push(decodeMessage(rest.subarray(0, length), headerEnd));
    rest = rest.subarray(length);
  }
  return { messages, rest };
}

function decodeMessage(message: Buffer, headerEnd: number): DaemonMessage {
  const fields = new Map<number, string>();
  const fieldsEnd = 16 + message.readUInt32LE(12);
  let at = 16;
  while (at < fieldsEnd) {
    at = align(at, 8);
    const code = message.readUInt8(at);
    const type = String.fromCharCode(message.readUInt8(at + 2));
    const value = readValue(message, at + 4, type);
    fields.set(code, value.text);
    at = value.end;
  }
  const body: string[] = [];
  at = headerEnd;
  for (const type of fields.get(FIELD.signature) ?? '') {
    const value = readValue(message, at, type);
    body.push(value.text);
    at = value.end;
  }
  const replySerial = fields.get(FIELD.replySerial);
  return {
    type: message.readUInt8(1),
    replySerial: replySerial === undefined ? undefined : Number(replySerial),
    member: fields.get(FIELD.member),
    body,
  };
}

function readValue(message: Buffer, at: number, type: string): { text: string; end: number } {
  if (type === 'g') {
    const length = message.readUInt8(at);
    return { text: message.toString('utf8', at + 1, at + 1 + length), end: at + length + 2 };
  }
  const start = align(at, 4);
  const value = message.readUInt32LE(start);
  if (type === 's' || type === 'o') {
    const text = message.toString('utf8', start + 4, start + 4 + value);
    return { text, end: start + 4 + value + 1 };
  }
  if (type === 'b') return { text: value === 0 ? 'false' : 'true', end: start + 4 };
  if (type === 'u') return { text: String(value), end: start + 4 };
  throw new Error(`A D-Bus value of type ${type} is not expected here.`);
}

function field(code: number, type: string, value: Buffer): Buffer {
  return Buffer.concat([Buffer.from([code, 1, type.charCodeAt(0), 0]), value]);
}

function string(text: string): Buffer {
  const bytes = Buffer.from(text, 'utf8');
  const length = Buffer.alloc(4);
  length.writeUInt32LE(bytes.length);
  return Buffer.concat([length, bytes, Buffer.alloc(1)]);
}

function signature(text: string): Buffer {
  return Buffer.from([text.length, ...Buffer.from(text, 'ascii'), 0]);
}

function joinAligned(parts: readonly Buffer[], to: number): Buffer {
  return parts.reduce((whole, part) => Buffer.concat([padded(whole, to), part]), Buffer.alloc(0));
}

function padded(bytes: Buffer, to: number): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(align(bytes.length, to) - bytes.length)]);
}

function align(offset: number, to: number): number {
  return Math.ceil(offset / to) * to;
}
