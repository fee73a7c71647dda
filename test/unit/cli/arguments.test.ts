import { describe, expect, it } from 'vitest';
import { parseGoDuration } from '../../../main/cli/token-input.ts';
import { refuseSecretArguments } from '../../../main/cli/credential-sources.ts';
import { parseServeArguments } from '../../../main/cli/serve-arguments.ts';
import { table } from '../../../main/cli/command-io.ts';
import { createCommandLine } from './command-line.ts';

it('serve refuses a port that no machine has', async () => {
  const line = createCommandLine();
  try {
    for (const port of ['65536', 'x', '-1']) {
      const { code } = await line.run(['serve', `--port=${port}`]);
      expect([port, code, line.served]).toEqual([port, 2, []]);
    }
  } finally {
    line.remove();
  }
});

describe('the fast way into serve', () => {
  it.each([
    [[], {}],
    [['serve'], {}],
    [['serve', '--port', '0'], { port: 0 }],
    [['--port=8000', '--json'], { port: 8000, json: true }],
    [
      ['serve', '--ui-port', '0', '--data-dir', '/x y', '--open'],
      { uiPort: 0, dataDir: '/x y', open: true },
    ],
    [['serve', '--open', '--no-open'], {}],
  ])('takes %j', (args, expected) => {
    expect(parseServeArguments(args)).toEqual({
      uiPort: 7886,
      open: false,
      json: false,
      ...expected,
    });
  });

  it('takes what it is not told from the environment', () => {
    const env = { TOKEN_TRAY_PORT: '8123', TOKEN_TRAY_UI_PORT: '0', TOKEN_TRAY_DATA_DIR: '/x y' };
    expect(parseServeArguments([], env)).toMatchObject({ port: 8123, uiPort: 0, dataDir: '/x y' });
    const args = ['--port', '9000', '--ui-port', '9001', '--data-dir', '/z'];
    expect(parseServeArguments(args, env)).toMatchObject({
      port: 9000,
      uiPort: 9001,
      dataDir: '/z',
    });
    expect(parseServeArguments([], { TOKEN_TRAY_PORT: 'http' })).toBeUndefined();
  });

  it.each([
    [['status']],
    [['token', '--json']],
    [['serve', 'more']],
    [['serve', '--help']],
    [['--version']],
    [['serve', '--prot', '1']],
    [['serve', '--port']],
    [['serve', '--data-dir', '']],
    ...['abc', '80.9', '-1', '65536', '6274abc', '', ' ', '6000', '1e3', '0x50'].map((port) => [
      ['serve', `--port=${port}`],
    ]),
  ])('R5 leaves %j to the parser that explains', (args) => {
    expect(parseServeArguments(args)).toBeUndefined();
  });
});

describe('durations', () => {
  it.each([
    ['5m', 300],
    ['1h30m', 5400],
    ['900s', 900],
    ['1.5h', 5400],
    ['.5m', 30],
    ['2m0.9s', 120],
    ['90000ms', 90],
    ['1h1us', 3600],
    // Read as milliseconds this would be an hour.
    ['3600000us', 3],
    ['3600000\u00b5s', 3],
    ['3600000\u03bcs', 3],
    ['2000000000ns', 2],
    ['0', 0],
    [' 15m ', 900],
  ])('reads %s as Go does', (text, seconds) => {
    expect(parseGoDuration(text)).toBe(seconds);
  });

  it.each(['', '5', '5 m', 'm', '-5m', '1d', '1h30', 'abc', '1m!', '5M', '1..5h', '١m'])(
    'refuses %j as Go does',
    (text) => {
      expect(parseGoDuration(text)).toBeUndefined();
    },
  );
});

describe('secrets as arguments', () => {
  it.each([
    ['--api-secret', 'hunter2'],
    ['--api-secret=hunter2'],
    ['--api_secret=hunter2'],
    ['--apiSecret', 'hunter2'],
    ['-secret', 'hunter2'],
    ['--secret=hunter2'],
    ['--livekit-api-secret', 'hunter2'],
  ])('S4 refuses %s, says what to do and does not repeat it', (...args) => {
    expect(() => {
      refuseSecretArguments(['project', 'add', ...args]);
    }).toThrow(/--api-secret-stdin, --api-secret-file or LIVEKIT_API_SECRET/);
    expect(() => {
      refuseSecretArguments(args);
    }).not.toThrow(/hunter2/);
  });

  it.each([
    ['--api-secret-stdin'],
    ['--api-secret-file', 'x'],
    ['--api-secret-file=x'],
    ['secret'],
  ])('lets %s through', (...args) => {
    expect(() => {
      refuseSecretArguments(args);
    }).not.toThrow();
  });
});

describe('tables', () => {
  it('aligns columns by what a reader sees, and lets no text steer the terminal', () => {
    const odd = table(['A'], [['\u001b[31mred\u202e']]);
    for (const mark of ['\u001b', '\u202e']) expect(odd).not.toContain(mark);
    expect(
      table(
        ['A', 'B'],
        [
          ['\ud83d\udc69\u200d\ud83d\ude80', '1'],
          ['long', ''],
        ],
      ),
    ).toMatch(/^A +B\n/);
    expect(
      table(
        ['A', 'B'],
        [
          ['long', '1'],
          ['x', ''],
        ],
      ),
    ).toBe('A     B\nlong  1\nx\n');
  });
});
