import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { startHeadless } from '../../fixtures/headless.ts';
import { describeOnPosix } from '../../fixtures/posix.ts';
import { installCommand, type InstalledCommand, type Ran } from './installed-command.ts';

const SECRET = 'sentinel-secret-of-the-conventions-000001';
const ENVIRONMENT = {
  LIVEKIT_URL: 'wss://env.example.com',
  LIVEKIT_API_KEY: 'APIenvironment',
  LIVEKIT_API_SECRET: SECRET,
};

let command: InstalledCommand;

beforeAll(() => {
  command = installCommand();
});
afterAll(() => {
  command.remove();
});

const run = (...given: Parameters<InstalledCommand['run']>): Ran => command.run(...given);

const CONVENTIONS: [string, () => void | Promise<void>][] = [
  [
    '--help is on stdout with 0, and names the default command',
    () => {
      const { code, out, err } = run(['--help']);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/^ {2}serve .*\n.*\(default\)$/m);
    },
  ],
  [
    '--version prints the version alone',
    () => expect(run(['--version'])).toEqual({ code: 0, out: `${manifest.version}\n`, err: '' }),
  ],
  [
    'help COMMAND is COMMAND --help, for subcommands too',
    () => {
      for (const path of [['token'], ['project'], ['project', 'add'], ['serve']]) {
        const { code, out } = run(['help', ...path]);
        expect([code, out]).toEqual([0, run([...path, '--help']).out]);
      }
      expect(run(['help', 'tokn']).err).toContain('Did you mean "token-tray token"?');
      expect(run(['help', 'project', 'imprt']).err).toContain('"token-tray project import"');
    },
  ],
  [
    'every command has an example in its help',
    () => {
      const commands = [
        'serve',
        'token',
        'status',
        'open',
        'doctor',
        'drill',
        'env',
        'describe',
        'completion',
      ];
      const ofProject = ['add', 'list', 'use', 'remove', 'import', 'test'];
      for (const path of [
        ...commands.map((name) => [name]),
        ...ofProject.map((name) => ['project', name]),
      ]) {
        expect(run([...path, '--help']).out).toMatch(/Examples?:\n {2}\$ .*token-tray/);
      }
    },
  ],
  [
    'help names the exit codes',
    () => expect(run(['--help']).out).toMatch(/Exit codes: 0 .*; 1 .*; 2 [\s\S]*130/),
  ],
  [
    'help names the default data folder',
    () => {
      // The library breaks lines at blanks.
      const out = run(['--help']).out.replaceAll(/\s+/g, ' ');
      expect(out).toContain('--data-dir <folder> folder of settings and secrets (default:');
    },
  ],
  [
    'a mistyped command is told the nearest one, with 2',
    () => {
      const { code, err } = run(['statsu']);
      expect([code, err]).toEqual([2, expect.stringContaining('"token-tray status"')]);
    },
  ],
  [
    'a mistyped subcommand is told the nearest one, with 2',
    () => {
      const { code, err } = run(['project', 'imprt']);
      expect([code, err]).toEqual([2, expect.stringContaining('"token-tray project import"')]);
    },
  ],
  [
    'a mistyped flag is told the nearest one, with 2',
    () => {
      const { code, err } = run(['token', '--idntity', 'amy']);
      expect([code, err]).toEqual([
        2,
        expect.stringContaining("'--idntity'. Did you mean --identity? Run"),
      ]);
    },
  ],
  [
    'errors are on stderr in one line, and stdout stays empty',
    () => {
      const { code, out, err } = run(['token', '--project', 'nope']);
      expect([code, out]).toEqual([1, '']);
      expect(err).toMatch(/^token-tray: [^\n]+\n$/);
    },
  ],
  [
    'with --json errors are JSON',
    () => {
      for (const args of [['token', '--project', 'nope'], ['token', '--fly'], ['open'], ['fly']]) {
        const { out, err } = run([...args, '--json']);
        expect(out).toBe('');
        expect(JSON.parse(err)).toEqual({
          error: { code: expect.any(String), message: expect.stringMatching(/\.$/) },
        });
      }
    },
  ],
  [
    'with --json results are JSON',
    () => {
      for (const args of [
        ['token'],
        ['project', 'list'],
        ['status'],
        ['project', 'use', 'local'],
      ]) {
        expect(JSON.parse(run([...args, '--json']).out)).toBeTypeOf('object');
      }
    },
  ],
  [
    'project list --json shows no made-up id on a fresh folder, and a stable one later',
    () => {
      const list = ['project', 'list', '--json', '--data-dir', join(command.root, 'fresh')];
      expect(run(list).out).toBe(run(list).out);
      expect(run(list).out).not.toContain('token_server_id');
      run(['project', 'use', 'local', '--data-dir', join(command.root, 'fresh')]);
      expect(run(list).out).toContain('token_server_id');
      expect(run(list).out).toBe(run(list).out);
    },
  ],
  [
    '- is stdin for the secret, the attributes and an import',
    () => {
      const key = ['--url', 'wss://a.example.com', '--api-key', 'APIabcdefgh'];
      const data = ['--data-dir', join(command.root, 'stdin')];
      const token = run(['token', ...key, '--api-secret-file', '-', '--token-only'], {
        input: SECRET,
      });
      expect(decodeClaims(token.out.trim())).toMatchObject({ iss: 'APIabcdefgh' });
      const attributes = run(['token', '--attribute-file', '-', '--json'], { input: '{"a":"b"}' });
      expect(JSON.parse(attributes.out)).toMatchObject({ grants: { attributes: { a: 'b' } } });
      const input = `LIVEKIT_URL=wss://b.example.com\nLIVEKIT_API_KEY=APIbcdefghi\nLIVEKIT_API_SECRET=${SECRET}\n`;
      const imported = run(['project', 'import', '-', ...data], { input });
      expect([imported.code, imported.out]).toEqual([0, expect.stringContaining('added')]);
    },
  ],
  [
    'an import has 0 for something done, 3 for nothing to do, 1 for refused',
    () => {
      const cwd = join(command.root, 'import');
      mkdirSync(cwd);
      const data = ['--data-dir', join(cwd, 'data')];
      expect(run(['project', 'import', ...data], { cwd }).code).toBe(3);
      const env = (secret: string): void => {
        const text = `LIVEKIT_URL=wss://c.example.com\nLIVEKIT_API_KEY=APIcdefghij\nLIVEKIT_API_SECRET=${secret}\n`;
        writeFileSync(join(cwd, '.env'), text, { mode: 0o600 });
      };
      env('...');
      expect(run(['project', 'import', '.env', ...data], { cwd }).code).toBe(1);
      env(SECRET);
      const dry = run(['project', 'import', '.', '--dry-run', ...data], { cwd });
      expect([dry.code, dry.out]).toEqual([0, expect.stringContaining('would add')]);
      expect(existsSync(join(cwd, 'data', 'secrets.json'))).toBe(false);
      const done = run(['project', 'import', ...data], { cwd });
      expect([done.code, done.out]).toEqual([
        0,
        expect.stringContaining('is now active; apps get wss://c.'),
      ]);
    },
  ],
  [
    'project add takes a paste on stdin and says what apps get now',
    () => {
      const input = JSON.stringify({
        url: 'wss://d.example.com',
        apiKey: 'APIdefghijk',
        apiSecret: SECRET,
      });
      const { code, out, err } = run(
        ['project', 'add', '--data-dir', join(command.root, 'paste')],
        {
          input,
        },
      );
      expect([code, out]).toEqual([0, expect.stringContaining('apps get wss://d.example.com')]);
      expect(out + err).not.toContain(SECRET);
    },
  ],
  [
    'a secret as an argument, a subcommand or a file is never repeated',
    () => {
      for (const args of [
        ['--api-secret', SECRET],
        [SECRET],
        ['project', SECRET],
        ['project', 'import', SECRET],
        ['project', 'use', SECRET],
        ['token', '--api-key', 'k', '--api-secret-file', SECRET],
        ['token', '--attribute-file', SECRET],
        ['completion', SECRET],
        ['serve', SECRET],
        ['token', `--${SECRET}`],
        ['serve', '--port', SECRET],
      ]) {
        const { code, out, err } = run(args);
        expect([args, code === 0, (out + err).includes(SECRET)]).toEqual([args, false, false]);
      }
    },
  ],
  [
    'a file that never ends is refused at once',
    () => {
      const key = ['token', '--api-key', 'k', '--api-secret-file'];
      expect(run([...key, '/dev/zero']).err).toContain('not a regular file');
      execFileSync('mkfifo', [join(command.root, 'fifo')]);
      expect(run([...key, join(command.root, 'fifo')]).err).toContain('not a regular file');
    },
  ],
  [
    'two of three LIVEKIT_* variables are warned about by every command that reads them',
    () => {
      const { LIVEKIT_API_SECRET: _secret, ...env } = ENVIRONMENT;
      for (const args of [['token'], ['project', 'test'], ['project', 'list']]) {
        expect(run(args, { env }).err).toContain('LIVEKIT_API_SECRET is not set');
      }
    },
  ],
  [
    'three LIVEKIT_* variables are a project for every command that reads them',
    () => {
      expect(run(['token', '--json'], { env: ENVIRONMENT }).out).toContain('wss://env.example.com');
      expect(run(['project', 'list'], { env: ENVIRONMENT }).out).toContain('wss://env.example.com');
    },
  ],
  [
    'NO_COLOR or not, nothing that is not asked for in a terminal steers it',
    () => {
      const escape = '\u001b[31m\u202e\u0085';
      const url = 'wss://e.example.com';
      const args = ['token', '--url', url, '--api-key', 'APIefghijkl', '--api-secret-stdin'];
      const named = [...args, '--identity', `amy${escape}`, '--name', `Amy${escape}`];
      for (const more of [[], ['--json']]) {
        const { out, err } = run([...named, ...more], { input: SECRET });
        // oxlint-disable-next-line no-control-regex
        expect(out + err).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202e]/);
      }
      const json: unknown = JSON.parse(run([...named, '--json'], { input: SECRET }).out);
      expect(json).toMatchObject({ identity: `amy${escape}` });
      expect(run(['project', 'import', `no${escape}`]).err).not.toContain('\u001b');
    },
  ],
  [
    'what a reader does not read is not complained about',
    () => {
      expect(command.shell('set -o pipefail; token-tray --help | head -1')).toContain('Usage');
      expect(command.shell('(token-tray token --help; echo $? >&2) 2>&1 | head -1')).not.toContain(
        'EPIPE',
      );
    },
  ],
  [
    'a variable is an option that was not typed, and a wrong one is named with 2',
    () => {
      const env = { TOKEN_TRAY_DATA_DIR: join(command.root, 'of-the-environment') };
      expect(run(['status', '--json'], { env }).out).toContain('of-the-environment');
      expect(run(['serve'], { env: { TOKEN_TRAY_PORT: 'http' } })).toMatchObject({
        code: 2,
        err: expect.stringContaining("'--port <number>' is wrong in TOKEN_TRAY_PORT: A port is"),
      });
    },
  ],
  [
    '--port says that 0 is any free port',
    () => {
      expect(run(['serve', '--port', '70000']).err).toContain('0 for any free one');
      expect(run(['serve', '--help']).out).toContain('0 for any free one');
    },
  ],
  [
    'what is wrong with the data folder is one clear sentence',
    () => {
      writeFileSync(join(command.root, 'plain'), '');
      const inFile = run([
        'project',
        'use',
        'local',
        '--data-dir',
        join(command.root, 'plain', 'x'),
      ]);
      expect(inFile.err).not.toContain('..');
      expect(inFile.code).toBe(1);
      for (const args of [['token'], ['project', 'list']]) {
        const { code, out, err } = run([...args, '--data-dir', join(command.root, 'plain')]);
        expect([code, out, err]).toEqual([1, '', expect.stringContaining('It is a file. Name')]);
      }
    },
  ],
  [
    'commands are named as this one was started',
    () => {
      expect(run(['open']).err).toContain('"token-tray serve"');
      const env = { npm_command: 'exec', npm_lifecycle_script: 'token-tray "open"' };
      expect(run(['open'], { env }).err).toContain('"npx token-tray serve"');
    },
  ],
  [
    'SIGTERM and SIGINT end a command that waits by that signal, as a shell expects',
    async () => {
      for (const signal of ['SIGTERM', 'SIGINT'] as const) {
        const child = spawn(
          process.execPath,
          [join(command.root, 'bin', 'token-tray'), 'status', '--wait', '20s'],
          {
            cwd: command.root,
            env: { ...command.environment(), NODE_DEBUG: 'timer' },
            stdio: ['ignore', 'ignore', 'pipe'],
          },
        );
        // Its timers are the first sign of life.
        await once(child.stderr, 'data');
        child.kill(signal);
        expect(await once(child, 'exit')).toEqual([null, signal]);
      }
    },
  ],
  [
    'status waits for a host that is starting, and serve says where one serves already',
    async () => {
      const folder = join(command.root, 'served');
      const waiting = spawn(
        process.execPath,
        [join(command.root, 'bin', 'token-tray'), 'status', '--wait', '20s', '--data-dir', folder],
        { cwd: command.root, env: command.environment(), stdio: 'ignore' },
      );
      const ended = once(waiting, 'exit');
      const host = await startHeadless({ dataFolder: folder });
      expect(await ended).toEqual([0, null]);
      const again = run(['serve', '--port', '0', '--ui-port', '0', '--data-dir', folder]);
      expect([again.code, again.err]).toEqual([1, expect.stringContaining(`at ${host.endpoint}`)]);
      await host.close();
    },
  ],
  [
    '--open says that no browser is there, with 1, and waits for nothing',
    () => {
      const { code, out, err } = run(['token', '--open', 'meet', '--token-only'], {
        env: { PATH: join(command.root, 'bin') },
      });
      expect([code, err]).toEqual([1, expect.stringContaining('No browser')]);
      expect(out).toMatch(/^ey/);
    },
  ],
];

describeOnPosix('a shell', 'conventions of the built command', () => {
  it('are at least 25', () => {
    expect(CONVENTIONS.length).toBeGreaterThanOrEqual(25);
  });

  it.each(CONVENTIONS)('%s', async (_convention, holds) => {
    await holds();
  });
});
