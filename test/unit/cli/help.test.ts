import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createCommandLine, type CommandLine } from './command-line.ts';

const SENTINEL = 'sentinel-secret-of-the-command-line-000001';
let line: CommandLine;

beforeEach(() => {
  line = createCommandLine();
});
afterEach(() => {
  line.remove();
});

describe('help and mistakes', () => {
  it.each([
    [['--help'], 'serve'],
    [['serve', '--help'], '--ui-port'],
    [['token', '--help'], '--valid-for'],
    [['project', '--help'], 'import'],
    [['project', 'add', '--help'], '--api-secret-stdin'],
    [['project', 'list', '--help'], '--json'],
    [['project', 'use', '--help'], '<slug>'],
    [['project', 'remove', '--help'], '--yes'],
    [['project', 'import', '--help'], 'cli-config.yaml'],
    [['project', 'test', '--help'], '[slug]'],
    [['status', '--help'], '--json'],
    [['open', '--help'], '--no-open'],
  ])('%j explains itself', async (args, part) => {
    const { code, out, err } = await line.run(args);
    expect([code, err]).toEqual([0, '']);
    expect(out).toContain(part);
    expect(out).toMatch(/^Usage: token-tray/);
  });

  it('--version prints the version alone', async () => {
    expect(await line.run(['--version'])).toEqual({ code: 0, out: '0.0.0-test\n', err: '' });
  });

  it.each([
    [['fly']],
    [['project', 'fly']],
    [['token', '--fly']],
    [['project', 'use']],
    [['serve', '--port', '99999']],
    [['serve', '--port', '6000']],
    [['token', '--valid-for', 'soon']],
    [['token', '--valid-for', '0']],
    [['token', 'kitchen']],
    [['serve', 'more']],
    [['project']],
    [['completion', 'tcsh']],
    [['token', '--grant', '{"canFly":true}']],
    [['token', '--grant', 'canPublish']],
    [['token', '--allow-source', 'mouth']],
    [['token', '--attribute', 'novalue']],
    [['token', '--open', 'zoom']],
    [['project', 'add', 'A', '--url', 'wss://a.example', '--api-key', 'k']],
    [['project', 'remove', 'local']],
  ])('%j is exit code 2 and says why, and nothing was made', async (args) => {
    const { code, out, err } = await line.run(args);
    expect(code).toBe(2);
    expect(out).toBe('');
    expect(err).toMatch(/^token-tray: .{10,}/);
  });

  it('S4 does not repeat the value of a mistyped flag', async () => {
    const { code, err } = await line.run(['project', 'add', `--api-secrt=${SENTINEL}`]);
    expect(code).toBe(2);
    expect(err).toContain('--api-secrt');
    expect(err).not.toContain(SENTINEL);
  });

  it('passes serve its options', async () => {
    await line.run(['serve', '--port', '0', '--ui-port', '8123', '--data-dir', '/x', '--open']);
    await line.run([]);
    expect(line.served).toEqual([
      { port: 0, uiPort: 8123, dataDir: '/x', open: true, json: false },
      { uiPort: 7886, open: false, json: false },
    ]);
  });
});
