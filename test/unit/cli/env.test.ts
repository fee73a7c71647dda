import {
  chmodSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { mergeEnv } from '../../../main/cli/env-command.ts';
import { itOnPosix } from '../../fixtures/posix.ts';
import { createCommandLine, type CommandLine } from './command-line.ts';

const SECRET = 'sentinel-secret-of-the-env-command-000001';
const URL = 'wss://kit.example.com';
const ALL = `LIVEKIT_URL=${URL}\nLIVEKIT_API_KEY=APIabcdefgh\nLIVEKIT_API_SECRET=${SECRET}\nNEXT_PUBLIC_LIVEKIT_URL=${URL}\n`;

let line: CommandLine;
beforeEach(async () => {
  line = createCommandLine();
  const key = ['--url', URL, '--api-key', 'APIabcdefgh', '--api-secret-stdin'];
  await line.run(['project', 'add', 'Kitchen', ...key], { input: SECRET });
});
afterEach(() => {
  line.remove();
});

const inFolder = (name: string): string => join(line.cwd, name);

describe('env', () => {
  it('prints what lk app env prints, and the secret only where it is asked for', async () => {
    const plain = await line.run(['env']);
    expect(plain.code).toBe(0);
    expect(plain.out).toBe(ALL.replace(/^LIVEKIT_API_SECRET=.*\n/m, ''));
    expect(plain.err).toBe('LIVEKIT_API_SECRET is left out. --with-secret includes it.\n');
    expect(await line.run(['env', '--with-secret'])).toEqual({ code: 0, out: ALL, err: '' });
    const json = await line.run(['env', '--json']);
    expect(JSON.parse(json.out)).toEqual({
      LIVEKIT_URL: URL,
      LIVEKIT_API_KEY: 'APIabcdefgh',
      NEXT_PUBLIC_LIVEKIT_URL: URL,
    });
    expect(readdirSync(line.cwd)).toEqual([]);
  });

  it('is of the project that is named, of the environment, or of the local one', async () => {
    const local = await line.run(['env', '--project', 'local', '--with-secret']);
    expect(local.out).toContain('LIVEKIT_API_KEY=devkey\nLIVEKIT_API_SECRET=secret\n');
    const env = {
      LIVEKIT_URL: 'wss://env.example.com',
      LIVEKIT_API_KEY: 'APIenvironment',
      LIVEKIT_API_SECRET: `${SECRET}-env`,
    };
    const own = await line.run(['env', '--with-secret'], { env });
    expect(own.out).toContain(`LIVEKIT_API_SECRET=${SECRET}-env\n`);
    expect((await line.run(['env', '--project', 'kitchn'])).err).toContain('Did you mean kitchen?');
  });

  it('has only the names of .env.example, none of them a secret in the browser', async () => {
    writeFileSync(
      inFolder('.env.example'),
      '# LiveKit\nLIVEKIT_API_KEY=<key>\nVITE_LIVEKIT_URL=\nOPENAI_API_KEY=\nNEXT_PUBLIC_LIVEKIT_API_SECRET=\nNEXT_PUBLIC_CONN_DETAILS_ENDPOINT=\n',
    );
    const { out, err } = await line.run(['env', '--with-secret']);
    expect(out).toBe(
      `LIVEKIT_API_KEY=APIabcdefgh\nVITE_LIVEKIT_URL=${URL}\nNEXT_PUBLIC_CONN_DETAILS_ENDPOINT=http://localhost:7885/api/connection-details\n`,
    );
    expect(err).toBe('');
  });

  it('writes into a new .env.local that only this user can read', async () => {
    const { code, out } = await line.run(['env', '--write', '--with-secret']);
    expect([code, out]).toEqual([
      0,
      'Wrote LIVEKIT_URL, LIVEKIT_API_KEY, LIVEKIT_API_SECRET, NEXT_PUBLIC_LIVEKIT_URL to .env.local.\n',
    ]);
    expect(readFileSync(inFolder('.env.local'), 'utf8')).toBe(ALL);
    if (process.platform !== 'win32') {
      expect(statSync(inFolder('.env.local')).mode & 0o777).toBe(0o600);
    }
  });

  itOnPosix(
    'modes and links',
    'keeps the mode of a file and the link that leads to it',
    async () => {
      mkdirSync(inFolder('shared'));
      writeFileSync(inFolder('shared/env'), 'A=1\n');
      chmodSync(inFolder('shared/env'), 0o644);
      symlinkSync('shared/env', inFolder('.env'));
      const { err } = await line.run(['env', '-w', '.env', '--with-secret']);
      expect(err).toContain('Other users of this machine can read .env');
      expect(statSync(inFolder('shared/env')).mode & 0o777).toBe(0o644);
      expect(readFileSync(inFolder('shared/env'), 'utf8')).toBe(`A=1\n${ALL}`);
      expect(readdirSync(inFolder('shared'))).toEqual(['env']);
    },
  );

  it('leaves what is no text file as it is, and says so', async () => {
    const utf16 = Buffer.from('\ufeffA=1\r\n', 'utf16le');
    writeFileSync(inFolder('.env.local'), utf16);
    mkdirSync(inFolder('folder'));
    for (const [file, reason] of [
      ['.env.local', 'it is not UTF-8 text.'],
      ['folder', 'a folder is in its place.'],
      ['gone/.env', 'The folder is gone.'],
    ] as const) {
      const { code, out, err } = await line.run(['env', '--write', file]);
      expect([code, out, err]).toEqual([
        1,
        '',
        expect.stringContaining(`cannot be written: ${reason} Nothing was changed.`),
      ]);
    }
    expect(readFileSync(inFolder('.env.local'))).toEqual(utf16);
  });

  it('says that the desktop app keeps a secret that this command cannot read', async () => {
    const path = join(line.folder, 'secrets.json');
    const secrets: Record<string, unknown> = JSON.parse(readFileSync(path, 'utf8'));
    const locked = Object.keys(secrets).map((id) => [id, { protection: 'os', ciphertext: 'AAAA' }]);
    writeFileSync(path, JSON.stringify(Object.fromEntries(locked)));
    const { code, out, err } = await line.run(['env', '--with-secret', '--write']);
    expect([code, out]).toEqual([1, '']);
    expect(err).toContain('"Kitchen" cannot be read on this host');
    expect(readdirSync(line.cwd)).toEqual([]);
  });
});

describe('mergeEnv', () => {
  const values = new Map([
    ['LIVEKIT_URL', URL],
    ['LIVEKIT_API_SECRET', 'new'],
  ]);
  it.each([
    ['nothing', '', `LIVEKIT_URL=${URL}\nLIVEKIT_API_SECRET=new\n`],
    [
      'comments, order and other lines',
      '# mine\nB=2\nLIVEKIT_API_SECRET=old # do not share\n\n#LIVEKIT_URL=off\nA="x\ny"\n',
      `# mine\nB=2\nLIVEKIT_API_SECRET=new # do not share\n\n#LIVEKIT_URL=off\nA="x\ny"\nLIVEKIT_URL=${URL}\n`,
    ],
    [
      'export, blanks, quotes and lines that repeat a name',
      'export LIVEKIT_URL = \'wss://a\' # c\nLIVEKIT_URL=wss://b\nLIVEKIT_API_SECRET="a\nb" # two\nZ=1',
      `export LIVEKIT_URL = ${URL} # c\nLIVEKIT_URL=${URL}\nLIVEKIT_API_SECRET=new # two\nZ=1`,
    ],
    [
      'the line ends of Windows, and a last line without one',
      'A=1\r\nLIVEKIT_API_SECRET=old\r\nB=2',
      `A=1\r\nLIVEKIT_API_SECRET=new\r\nB=2\r\nLIVEKIT_URL=${URL}\r\n`,
    ],
    [
      'a quote that is never closed, and a # that is part of a value',
      'LIVEKIT_API_SECRET="open\nLIVEKIT_URL=a#b\n',
      `LIVEKIT_API_SECRET=new\nLIVEKIT_URL=${URL}\n`,
    ],
  ])('keeps %s', (_what, text, expected) => {
    expect(mergeEnv(text, values)).toBe(expected);
    expect(mergeEnv(expected, values)).toBe(expected);
  });

  it.each([
    ['a#b', "'a#b'"],
    ["it's", '"it\'s"'],
    ['a b', "'a b'"],
    ['$HOME', "'$HOME'"],
  ])('quotes %s where it has to be', (value, written) => {
    expect(mergeEnv('', new Map([['X', value]]))).toBe(`X=${written}\n`);
  });
});
