import { describe, expect, it } from 'vitest';
import { readCredentials } from '../../../main/core/credentials/read-credentials.ts';
import { K, S, U } from './reading.ts';

const ENV = `LIVEKIT_URL=${U}\r\nLIVEKIT_API_KEY=${K}\r\nLIVEKIT_API_SECRET=${S}\r\n`;

function utf16(text: string, littleEndian: boolean, withMark: boolean): Uint8Array {
  const bytes = Buffer.from(withMark ? `\uFEFF${text}` : text, 'utf16le');
  return littleEndian ? bytes : bytes.swap16();
}

function values(content: string | Uint8Array): (string | undefined)[] {
  const [project] = readCredentials([{ name: '.env', content }]).projects;
  return [project?.url?.value, project?.apiKey?.value, project?.apiSecret?.value];
}

describe('files in the encodings that editors and shells write', () => {
  it.each([
    ['UTF-8', Buffer.from(ENV)],
    ['UTF-8 with a byte order mark', Buffer.from(`\uFEFF${ENV}`)],
    ["UTF-16 little endian, as PowerShell's > writes it", utf16(ENV, true, true)],
    ['UTF-16 big endian', utf16(ENV, false, true)],
    ['UTF-16 little endian without a mark', utf16(ENV, true, false)],
    ['UTF-16 big endian without a mark', utf16(ENV, false, false)],
    ['old Mac line ends', Buffer.from(ENV.replaceAll('\r\n', '\r'))],
    ['text, not bytes', ENV],
  ])('case 3: reads %s', (_what, content) => {
    expect(values(content)).toEqual([U, K, S]);
  });

  it('reads Windows-1252, and says so', () => {
    const content = Buffer.concat([Buffer.from(ENV), Buffer.from([0x23, 0x20, 0xe4, 0x0a])]);
    expect(values(content)).toEqual([U, K, S]);
    expect(readCredentials([{ name: '.env', content }]).notes).toEqual([
      {
        kind: 'info',
        message: 'The file is not UTF-8; it was read as Windows-1252.',
        source: '.env',
      },
    ]);
  });

  it.each([
    ['an image', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 0x0d])],
    ['UTF-32', Buffer.from([0xff, 0xfe, 0, 0, 0x41, 0, 0, 0])],
    ['text with a zero byte', `${ENV}\0`],
  ])('refuses %s', (_what, content) => {
    expect(readCredentials([{ name: '.env', content }])).toEqual({
      projects: [],
      notes: [{ kind: 'left_out', message: 'It is not a text file.', source: '.env' }],
      follow: [],
    });
  });

  // The first 512 bytes have hardly a zero, so that only the mark tells.
  const CHINESE = `# ${'\u4e16\u754c'.repeat(300)}\r\n${ENV}`;

  it.each([true, false])(
    'reads UTF-16 of other alphabets by its mark, little endian: %s',
    (little) => {
      expect(values(utf16(CHINESE, little, true))).toEqual([U, K, S]);
      expect(notesOf(utf16(CHINESE, little, false))).toEqual(['It is not a text file.']);
    },
  );

  it.each([
    [0xff, 0x0a],
    [0x0a, 0xfe],
    [0xfe, 0x0a],
    [0x0a, 0xff],
  ])('takes half of a mark for a letter: %d %d', (...mark) => {
    const content = Buffer.concat([Buffer.from(mark), Buffer.from('\n'), Buffer.from(ENV)]);
    expect(notesOf(content)).toContain('The file is not UTF-8; it was read as Windows-1252.');
    expect(values(content)).toEqual([U, K, S]);
  });

  it.each<[string, (index: number) => boolean]>([
    ['every fourth byte', (index) => index % 4 === 1],
    ['every fourth byte from the first', (index) => index % 4 === 0],
    ['every third byte', (index) => index % 3 === 0],
    ['one byte', (index) => index === 600],
  ])('takes text in which %s is zero for none', (_what, isZero) => {
    const content = Uint8Array.from({ length: 1024 }, (_, index) => (isZero(index) ? 0 : 0x41));
    expect(notesOf(content)).toEqual(['It is not a text file.']);
  });

  it('takes a mark alone for an empty file, and the mark of UTF-32 for none', () => {
    expect(notesOf(Uint8Array.of(0xff, 0xfe))).toEqual([]);
    expect(notesOf(Uint8Array.of(0xff, 0xfe, 0, 0x41))).toEqual([]);
    expect(notesOf(Uint8Array.of(0xff, 0xfe, 0, 0))).toEqual(['It is not a text file.']);
  });
});

function notesOf(content: Uint8Array): string[] {
  return readCredentials([{ name: '.env', content }]).notes.map(({ message }) => message);
}
