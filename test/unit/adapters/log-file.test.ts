import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  createLogFile,
  type LogFile,
  formatLogLine,
  createJsonLog,
  createStderrLog,
} from '../../../main/adapters/log.ts';
import { maskSecrets } from '../../../main/core/secret-text.ts';
import { modeOf } from '../../fixtures/faults/mode-of.ts';
import { canMountDisks, mountSmallDisk } from '../../fixtures/faults/small-disk.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { describeOnPosix, expectPrivate } from '../../fixtures/posix.ts';

const AT = Date.UTC(2026, 10, 24, 3, 15);
const JWT =
  'eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJBUEkiLCJzdWIiOiJhZGEifQ.c2lnbmF0dXJlLXRoYXQtbXVzdC1ub3QtbGVhaw';
const SECRET = 'sentinel-secret-that-must-not-leak';

function open(folder: string, maxBytes?: number): LogFile {
  return createLogFile({
    folder,
    clock: () => AT,
    ...(maxBytes === undefined ? {} : { maxBytes }),
  });
}

function linesOf(path: string): string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}

async function movesAside(put: (path: string, other: string) => void): Promise<void> {
  const folder = temporaryFolder();
  const { log, path, flush } = open(folder);
  const other = join(folder, 'other.txt');
  writeFileSync(other, 'theirs', { mode: 0o644 });
  const mode = modeOf(other);
  mkdirSync(join(folder, 'logs'));
  put(path, other);
  log('info', 'written');
  await flush();
  expect(linesOf(path)).toEqual([expect.stringContaining('written')]);
  expect(lstatSync(path).isFile()).toBe(true);
  expect(readdirSync(join(folder, 'logs'))).toContain('token-tray.log.corrupt-20261124T031500Z');
  expect([readFileSync(other, 'utf8'), modeOf(other)]).toEqual(['theirs', mode]);
}

describe('log file', () => {
  it('S1 is private, a line per entry, in the order of the calls', async () => {
    const folder = temporaryFolder();
    const { log, path, flush } = open(folder);
    log('info', 'Serving.', { port: 7885, lan: false });
    log('warning', 'Slow.', { path: '/with space', quoted: 'a "b"' });
    log('error', 'Bad.');
    await flush();
    expect(linesOf(path)).toEqual([
      '2026-11-24T03:15:00.000Z info Serving. port=7885 lan=false',
      '2026-11-24T03:15:00.000Z warning Slow. path="/with space" quoted="a \\"b\\""',
      '2026-11-24T03:15:00.000Z error Bad.',
    ]);
    expectPrivate(path);
    expectPrivate(join(folder, 'logs'));
  });

  it('S2 tightens a log that others could read', async () => {
    const folder = temporaryFolder();
    const { log, path, flush } = open(folder);
    mkdirSync(join(folder, 'logs'));
    writeFileSync(path, 'old\n');
    chmodSync(path, 0o644);
    log('info', 'New.');
    await flush();
    expectPrivate(path);
    expect(linesOf(path)).toHaveLength(2);
  });

  it('R23 never takes more than four times its size, and keeps the newest', async () => {
    const folder = temporaryFolder();
    const maxBytes = 4096;
    const { log, path, flush } = open(folder, maxBytes);
    for (let count = 0; count < 1000; count += 1) {
      log('info', `entry ${count}`, { filler: 'x'.repeat(60) });
      if (count % 10 === 0) await flush();
    }
    await flush();
    const names = readdirSync(join(folder, 'logs')).toSorted();
    expect(names).toEqual([
      'token-tray.log',
      'token-tray.log.1',
      'token-tray.log.2',
      'token-tray.log.3',
    ]);
    for (const name of names) {
      const file = join(folder, 'logs', name);
      expect(statSync(file).size).toBeLessThanOrEqual(maxBytes);
      expectPrivate(file);
    }
    expect(linesOf(path).at(-1)).toContain('entry 999');
  });

  it('R23 moves a folder of its name aside, untouched, and begins a new log', () =>
    movesAside((path) => mkdirSync(path)));
  describeOnPosix(
    'links and pipes',
    'R23 moves aside, and begins a new log in the place of',
    () => {
      it('a link to another file', () => movesAside((path, other) => symlinkSync(other, path)));
      it('a link to a device', () => movesAside((path) => symlinkSync('/dev/zero', path)));
      it('a pipe', () => movesAside((path) => void execFileSync('mkfifo', [path])));
    },
  );

  it('R23 goes on where its folder was removed', async () => {
    const folder = temporaryFolder();
    const { log, path, flush } = open(folder);
    log('info', 'one');
    await flush();
    rmSync(join(folder, 'logs'), { recursive: true });
    log('info', 'two');
    await flush();
    expect(linesOf(path)).toEqual([expect.stringContaining('two')]);
  });

  it('R23 never fails the caller where no log can be written, and says later what was lost', async () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'logs'), 'a file in the place of the folder');
    const { log, path, flush } = open(folder);
    log('info', 'lost');
    await flush();
    rmSync(join(folder, 'logs'));
    log('info', 'written');
    await flush();
    const lines = linesOf(path);
    expect(lines[0]).toContain('written');
    expect(lines[1]).toContain('Lines were lost');
    expect(lines[1]).toContain('dropped=1');
  });

  if (canMountDisks()) {
    it('R23 costs lines and nothing else on a full disk', async () => {
      const disk = mountSmallDisk();
      if (disk === undefined) throw new Error('the disk was there a moment ago');
      const { log, path, flush } = open(disk.folder);
      log('info', 'before');
      await flush();
      disk.fill(0);
      for (let count = 0; count < 200; count += 1) log('info', 'x'.repeat(500));
      await flush();
      disk.empty();
      log('info', 'after');
      await flush();
      expect(linesOf(path).filter((line) => line.endsWith(' after'))).toHaveLength(1);
    });
  }

  it('R23 bounds what waits for the disk', async () => {
    const { log, path, flush } = open(temporaryFolder(), 10 * 1024 * 1024);
    for (let count = 0; count < 2000; count += 1) log('info', 'x'.repeat(1000));
    await flush();
    expect(statSync(path).size).toBeLessThan(300 * 1024);
    log('info', 'next');
    await flush();
    expect(readFileSync(path, 'utf8')).toMatch(/Lines were lost.*dropped=1\d{3}\n/);
  });
});

describe('R23 a log line', () => {
  it.each([
    ['line feed', 'ada\n2026-11-24T03:15:00.000Z error Forged.'],
    ['carriage return', 'ada\rForged.'],
    ['line separator', 'ada\u2028Forged.'],
    ['next line', 'ada\u0085Forged.'],
    ['escape sequence', 'ada\u001b[2JForged.'],
    ['right-to-left override', 'ada\u202eForged.'],
    ['null', 'ada\u0000Forged.'],
  ])('cannot be forged by a %s', (_, identity) => {
    for (const line of [
      formatLogLine(AT, 'info', 'Issued.', { identity }),
      formatLogLine(AT, 'info', identity),
      formatLogLine(AT, 'info', 'Issued.', { [identity]: 1 }),
    ]) {
      expect(line).toContain('ada\\u');
      // oxlint-disable-next-line no-control-regex
      expect(line).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202e]/);
    }
  });

  it('cannot be forged by a quote or a backslash', () => {
    const line = formatLogLine(AT, 'info', 'Issued.', {
      identity: 'ada" level="error',
      path: 'a\\',
    });
    expect(line).toContain('identity="ada\\" level=\\"error"');
    expect(line).toContain('path=a\\\\');
  });

  it('is cut where a value is very long', () => {
    const line = formatLogLine(AT, 'info', 'Issued.', { identity: 'x'.repeat(100_000) });
    expect(line.length).toBeLessThan(2200);
  });
});

describe('N4 a token in a log', () => {
  const token = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl';
  it.each([
    [token, '••••'],
    [`x_${token}`, 'x_••••'],
    [`v1.2.${token}.more`, 'v1.2.••••.more'],
    [`${token} and ${token}`, '•••• and ••••'],
    [`${token}.${token}`, '••••.••••'],
    [token.slice(0, 40), '••••'],
    ['eyJhbGciOiJIUzI1NiJ9.', 'eyJhbGciOiJIUzI1NiJ9.'],
    ['eyJa.bb eyJ', 'eyJa.bb eyJ'],
  ])('is masked: %s', (text, shown) => {
    expect(maskSecrets(text)).toBe(shown);
  });

  it('is looked for in a megabyte of what looks like one without a hang', () => {
    for (const piece of ['eyJ', 'eyJhbGciO.a.', '://a', '/', 'bearer ', 'secret=']) {
      expect(maskSecrets(piece.repeat(200_000)).length).toBeGreaterThan(0);
    }
  });
});

describe('N4 what a log masks', () => {
  it.each([
    ['a token', `granted ${JWT} to ada`],
    ['a token that was cut off', JWT.slice(0, 60)],
    ['an Authorization header', `Authorization: Bearer ${SECRET}`],
    ['a header of the same in JSON', `{"authorization":"Bearer ${SECRET}","host":"localhost"}`],
    ['basic credentials', `authorization: Basic ${SECRET}`],
    ['a cookie', `Cookie: session=${SECRET}`],
    ['an API secret in JSON', `{"api_secret": "${SECRET}"}`],
    ['an API secret in camelCase', `{"apiSecret":"${SECRET}"}`],
    ['an API secret of the environment', `LIVEKIT_API_SECRET=${SECRET}`],
    ['a participant token', `{"participant_token":"${SECRET}"}`],
    ['an access token', `accessToken=${SECRET}`],
    ['a client key', `client_key: ${SECRET}`],
    ['a query string', `GET /token?identity=ada&x=${SECRET} 200`],
    ['a query string of a URL', `http://localhost:7885/token?key=${SECRET}`],
    ['credentials in a URL', `wss://ada:${SECRET}@example.com/rtc`],
    ['a bearer in the middle of a sentence', `the app sent bearer ${SECRET}.`],
    ['an escaped quote inside a value', `{"secret":"a\\"${SECRET}"}`],
  ])('%s', (_, text) => {
    for (const shown of [maskSecrets(text), formatLogLine(AT, 'error', text, { text })]) {
      expect(shown).not.toContain(SECRET);
      expect(shown).not.toContain(JWT.slice(40, 60));
      expect(shown).toContain('••••');
    }
  });

  it.each(['authorization', 'Cookie', 'apiSecret', 'api_secret', 'x-api-key', 'token', 'password'])(
    'the whole value of a field named %s',
    (name) => {
      expect(formatLogLine(AT, 'info', 'Said.', { [name]: SECRET })).toContain('=••••');
    },
  );

  it.each([
    'Serving on http://127.0.0.1:7885/token',
    'Port 7885 is taken by process 42 (node).',
    'host=localhost origin=http://localhost:3000',
    'Is this a question? Yes: the preset is "viewer".',
    'The secret of project "Local" cannot be read.',
  ])('leaves ordinary words alone: %s', (text) => {
    expect(maskSecrets(text)).toBe(text);
  });
});

describe('log on a stream', () => {
  it('writes the same lines', () => {
    const written: string[] = [];
    const log = createStderrLog({ write: (text) => written.push(text) }, () => AT);
    log('info', 'Serving.', { port: 7885 });
    expect(written).toEqual(['2026-11-24T03:15:00.000Z info Serving. port=7885\n']);
  });

  it('writes JSON for a collector, one object a line, with secrets masked', () => {
    const written: string[] = [];
    const log = createJsonLog({ write: (text) => written.push(text) }, () => AT);
    log('warning', 'A line\nand another\u202e.', {
      port: 7885,
      apiSecret: 'hunter2-hunter2-hunter2',
    });
    expect(written).toHaveLength(1);
    expect(written[0]).toMatch(/^[^\n\u202e]+\n$/);
    expect(written[0]).not.toContain('hunter2');
    expect(JSON.parse(written[0] ?? '')).toMatchObject({
      time: '2026-11-24T03:15:00.000Z',
      level: 'warning',
      message: 'A line\nand another\u202e.',
      port: 7885,
    });
  });

  it('never fails the caller where the stream is closed', () => {
    const log = createStderrLog(
      {
        write() {
          throw new Error('EPIPE');
        },
      },
      () => AT,
    );
    expect(() => log('error', 'The stream is closed.')).not.toThrow();
  });
});
