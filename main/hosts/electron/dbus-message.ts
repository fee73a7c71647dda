/**
 * As much of the D-Bus wire format as it takes to ask who shows tray icons: method calls with strings in,
 * replies and signals with strings, booleans, numbers and lists of strings out. Specification: "D-Bus
 * Specification", sections "Marshaling" and "Message Protocol". Little-endian.
 */
const LITTLE_ENDIAN = 0x6c;
const METHOD_CALL = 1;
const FIELD = {
  path: 1,
  interface: 2,
  member: 3,
  replySerial: 5,
  destination: 6,
  signature: 8,
};

/** More than a list of tray icons takes; a longer length means that the stream is not what we take it for. */
const MAX_MESSAGE = 1024 * 1024;

export interface BusCall {
  destination: string;
  path: string;
  interface: string;
  member: string;
  strings: readonly string[];
}

/** A string; a boolean or number as text; a list of strings. A variant is what it holds. */
export type BusValue = string | string[];

export interface BusMessage {
  /** 2: reply, 3: error, 4: signal. */
  type: number;
  replySerial: number | undefined;
  interface: string | undefined;
  member: string | undefined;
  body: BusValue[];
}

/** A method call with its number, by which its reply is known. */
export function encodeCall(serial: number, call: BusCall): Buffer {
  const fields: Buffer[] = [
    field(FIELD.path, 'o', string(call.path)),
    field(FIELD.interface, 's', string(call.interface)),
    field(FIELD.member, 's', string(call.member)),
    field(FIELD.destination, 's', string(call.destination)),
    ...(call.strings.length === 0
      ? []
      : [field(FIELD.signature, 'g', signature('s'.repeat(call.strings.length)))]),
  ];
  const body = joinAligned(call.strings.map(string), 4);
  const header = joinAligned(fields, 8);
  const start = Buffer.alloc(16);
  start.set([LITTLE_ENDIAN, METHOD_CALL, 0, 1]);
  start.writeUInt32LE(body.length, 4);
  start.writeUInt32LE(serial, 8);
  start.writeUInt32LE(header.length, 12);
  return Buffer.concat([padded(Buffer.concat([start, header]), 8), body]);
}

/** The whole messages at the beginning of `bytes`, and what is left. Throws where the stream makes no sense. */
export function decodeMessages(bytes: Buffer): { messages: BusMessage[]; rest: Buffer } {
  const messages: BusMessage[] = [];
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

function decodeMessage(message: Buffer, headerEnd: number): BusMessage {
  const fields = new Map<number, BusValue>();
  const fieldsEnd = 16 + message.readUInt32LE(12);
  let at = 16;
  while (at < fieldsEnd) {
    at = align(at, 8);
    const code = message.readUInt8(at);
    const { value, end } = readValue(message, at + 1, 'v');
    fields.set(code, value);
    at = end;
  }
  const body: BusValue[] = [];
  at = headerEnd;
  for (const type of String(fields.get(FIELD.signature) ?? '').match(/a?./g) ?? []) {
    const { value, end } = readValue(message, at, type);
    body.push(value);
    at = end;
  }
  const text = (code: number): string | undefined => {
    const value = fields.get(code);
    return typeof value === 'string' ? value : undefined;
  };
  const replySerial = text(FIELD.replySerial);
  return {
    type: message.readUInt8(1),
    replySerial: replySerial === undefined ? undefined : Number(replySerial),
    interface: text(FIELD.interface),
    member: text(FIELD.member),
    body,
  };
}

function readValue(message: Buffer, at: number, type: string): { value: BusValue; end: number } {
  switch (type) {
    case 'g': {
      const length = message.readUInt8(at);
      return { value: message.toString('utf8', at + 1, at + 1 + length), end: at + length + 2 };
    }
    case 'v': {
      const inner = readValue(message, at, 'g');
      return readValue(message, inner.end, String(inner.value));
    }
    case 's':
    case 'o': {
      const start = align(at, 4) + 4;
      const end = start + message.readUInt32LE(start - 4);
      return { value: message.toString('utf8', start, end), end: end + 1 };
    }
    case 'b':
      return { value: String(message.readUInt32LE(align(at, 4)) !== 0), end: align(at, 4) + 4 };
    case 'u':
      return { value: String(message.readUInt32LE(align(at, 4))), end: align(at, 4) + 4 };
    case 'as': {
      let next = align(at, 4) + 4;
      const end = next + message.readUInt32LE(next - 4);
      const values: string[] = [];
      while (next < end) {
        const item = readValue(message, next, 's');
        values.push(String(item.value));
        next = item.end;
      }
      return { value: values, end };
    }
    default:
      throw new Error(`A D-Bus value of type ${type} is not expected here.`);
  }
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
