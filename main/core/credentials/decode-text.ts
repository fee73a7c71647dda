/** Larger than any file that holds credentials, small enough to be read at once. */
export const MAX_READING_BYTES = 1024 * 1024;

/** More lines than anybody writes by hand; what programs write is not read line by line. */
const MAX_LINES = 20_000;

export type DecodedText = { ok: true; text: string; note?: string } | { ok: false; reason: string };

/**
 * The text of a file in the encodings that editors and shells write: UTF-8, UTF-16 (PowerShell's `>`) with or
 * without a byte order mark, and Windows-1252 where it is no UTF-8. Line ends become `\n`.
 */
export function decodeText(bytes: Uint8Array): DecodedText {
  if (bytes.length > MAX_READING_BYTES) return tooLarge();
  const encoding = encodingOf(bytes);
  if (encoding === undefined) return { ok: false, reason: 'It is not a text file.' };
  const decoded = decode(bytes, encoding);
  if (decoded !== undefined) return checkText(decoded);
  const text = checkText(new TextDecoder('windows-1252').decode(bytes));
  return text.ok ? { ...text, note: 'The file is not UTF-8; it was read as Windows-1252.' } : text;
}

/** The same for text that was pasted or decoded elsewhere. */
export function checkText(text: string): DecodedText {
  if (text.length > MAX_READING_BYTES) return tooLarge();
  if (text.includes('\0')) return { ok: false, reason: 'It is not a text file.' };
  const tidy = text.replace(/^\uFEFF/, '').replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n');
  let lines = 1;
  for (let at = tidy.indexOf('\n'); at !== -1; at = tidy.indexOf('\n', at + 1)) lines += 1;
  return lines > MAX_LINES
    ? { ok: false, reason: 'It has more than 20,000 lines and was not read.' }
    : { ok: true, text: tidy };
}

function tooLarge(): DecodedText {
  return { ok: false, reason: 'It is larger than 1 MiB and was not read.' };
}

function decode(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function encodingOf(bytes: Uint8Array): 'utf-8' | 'utf-16le' | 'utf-16be' | undefined {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) {
    return bytes[2] === 0 && bytes[3] === 0 && bytes.length > 3 ? undefined : 'utf-16le';
  }
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return 'utf-16be';
  const start = bytes.subarray(0, 512);
  const zeros = [0, 0];
  for (const [index, byte] of start.entries()) if (byte === 0) zeros[index % 2]! += 1;
  const [even = 0, odd = 0] = zeros;
  if (even === 0 && odd === 0) return bytes.includes(0) ? undefined : 'utf-8';
  // ASCII in UTF-16: every other byte is zero.
  if (even === 0 && odd > start.length / 4) return 'utf-16le';
  return odd === 0 && even > start.length / 4 ? 'utf-16be' : undefined;
}
