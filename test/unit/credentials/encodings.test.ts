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
});
