import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startFakeLiveKitServer } from '../../fixtures/fake-livekit-server.ts';
import { createCommandLine, type CommandLine } from './command-line.ts';
import { addKitchen, filesOf, isSignedWith, SENTINEL } from './kitchen-project.ts';
import { expectPrivate } from '../../fixtures/posix.ts';

let line: CommandLine;

beforeEach(() => {
  line = createCommandLine();
});
afterEach(() => {
  line.remove();
});

describe('project', () => {
  it('add keeps the secret in a 0600 file, says nothing of it and makes the project active', async () => {
    const { code, out, err } = await addKitchen(line);
    expect([code, out]).toEqual([
      0,
      'Added Kitchen (kitchen), wss://kitchen.livekit.cloud.\nIt is now active; apps get wss://kitchen.livekit.cloud.\n',
    ]);
    expect(err).toContain('wss://kitchen.livekit.cloud');
    expect(out + err).not.toContain(SENTINEL);
    const holding = filesOf(line.folder).filter((file) =>
      readFileSync(file, 'utf8').includes(SENTINEL),
    );
    expect(holding).toEqual([join(line.folder, 'secrets.json')]);
    for (const file of filesOf(line.folder)) expectPrivate(file);
    const { out: token } = await line.run(['token', '--token-only']);
    expect(isSignedWith(token.trim(), SENTINEL)).toBe(true);
  });

  it.each([
    ['a file', ['--api-secret-file', 'secret.txt'], {}],
    ['LIVEKIT_API_SECRET', [], { env: { LIVEKIT_API_SECRET: SENTINEL } }],
    ['LIVEKIT_API_SECRET_FILE', [], { env: { LIVEKIT_API_SECRET_FILE: 'secret.txt' } }],
    ['a prompt', [], { tty: true, input: `${SENTINEL}x\u007f\r` }],
  ])('S4 takes the secret from %s', async (_what, args, options) => {
    writeFileSync(join(line.cwd, 'secret.txt'), `  ${SENTINEL}\n`);
    const add = ['project', 'add', 'K', '--url', 'wss://k.example', '--api-key', 'APIk'];
    const { code, out, err } = await line.run([...add, ...args], options);
    expect([code, err.includes(SENTINEL), out.includes(SENTINEL)]).toEqual([0, false, false]);
    const { out: token } = await line.run(['token', '--token-only', '--project', 'k']);
    expect(isSignedWith(token.trim(), SENTINEL)).toBe(true);
  });

  it('reads a paste from standard input, and only the secret where that is to be there', async () => {
    const paste = `LIVEKIT_URL=wss://p.example\nLIVEKIT_API_KEY=APIpaste\nLIVEKIT_API_SECRET=${SENTINEL}\n`;
    const { code, out } = await line.run(['project', 'add', 'Paste'], { input: paste });
    expect([code, out]).toEqual([
      0,
      expect.stringContaining('Added Paste (paste), wss://p.example'),
    ]);
    const { out: token } = await line.run(['token', '--token-only', '--project', 'paste']);
    expect(isSignedWith(token.trim(), SENTINEL)).toBe(true);
    const args = ['project', 'add', 'Half', '--api-key', 'APIhalf', '--api-secret-stdin'];
    const half = await line.run(args, { input: paste });
    expect([half.code, half.out]).toEqual([2, '']);
  });

  it('says what it understood of a paste at a question, but not the secret', async () => {
    const input = `\u001b[200~wss://p.example\nAPIpaste\n${SENTINEL}\n\u001b[201~`;
    const { code, err } = await line.run(['project', 'add', 'Paste'], { tty: true, input });
    expect([code, err]).toEqual([
      0,
      expect.stringContaining(
        'Understood: LiveKit URL wss://p.example, API key APIpaste, API secret (hidden).',
      ),
    ]);
    expect(err).not.toContain(SENTINEL.slice(0, 16));
  });

  it('asks for what is missing where a person can answer', async () => {
    const { code, err } = await line.run(['project', 'add'], {
      tty: true,
      env: {
        LIVEKIT_API_SECRET: SENTINEL,
        LIVEKIT_API_KEY: 'APIk',
        LIVEKIT_URL: 'wss://k.example',
      },
      input: 'Küche\n',
    });
    expect([code, err]).toEqual([0, expect.stringContaining('Name (empty: from the URL): ')]);
    expect((await line.run(['project', 'list'])).out).toContain('Küche');
  });

  it.each(['', 'n', 'N', 'no', 'x', ' '])(
    'keeps the project where the removal is answered by %j',
    async (answer) => {
      await addKitchen(line);
      const options = { tty: true, input: `${answer}\n` };
      const { code, err } = await line.run(['project', 'remove', 'kitchen'], options);
      expect([code, err]).toEqual([1, expect.stringContaining('Nothing was removed')]);
      expect((await line.run(['project', 'list'])).out).toContain('kitchen');
    },
  );

  it('leaves a prompt by Ctrl+C with 130, and nothing was added', async () => {
    const add = ['project', 'add', 'K', '--url', 'wss://k.example', '--api-key', 'APIk'];
    expect((await line.run(add, { tty: true, input: 'half\u0003' })).code).toBe(130);
    expect((await line.run(['project', 'list', '--json'])).out).not.toContain('APIk');
  });

  it.each([
    [['--api-secret-file', 'nowhere'], 'no such file'],
    [['--api-secret-stdin', '--api-secret-file', 'x'], 'not both'],
  ])('says what is wrong with %j', async (args, words) => {
    const add = ['project', 'add', 'K', '--url', 'wss://k.example', '--api-key', 'APIk'];
    const { code, err } = await line.run([...add, ...args], { input: 'x' });
    expect(code).toBeGreaterThan(0);
    expect(err).toContain(words);
  });

  it('speaks with the words of the catalogue where a project cannot be', async () => {
    const url = await line.run(['project', 'add', 'K', '--url', 'ftp://x', '--api-key', 'APIk'], {
      env: { LIVEKIT_API_SECRET: SENTINEL },
    });
    expect(url).toEqual({ code: 2, out: '', err: expect.stringContaining('wss://') });
    await addKitchen(line);
    const twice = await addKitchen(line);
    expect([twice.code, twice.err]).toEqual([1, expect.stringContaining('already')]);
  });

  it('list, use and remove', async () => {
    await addKitchen(line);
    const list = await line.run(['project', 'list']);
    expect(list.out).toMatch(/^ +Slug +Name +URL/);
    expect(list.out).toMatch(
      /\* +kitchen +Kitchen +wss:\/\/kitchen\.livekit\.cloud +APIkitchen +set, ends in 0001/,
    );
    expect(list.out).not.toContain(SENTINEL);

    expect((await line.run(['project', 'use', 'LOCAL LIVEKIT'])).code).toBe(0);
    const json: unknown = JSON.parse((await line.run(['project', 'ls', '--json'])).out);
    expect(json).toEqual([
      expect.objectContaining({ slug: 'local', active: true, secret: 'set' }),
      expect.objectContaining({ slug: 'kitchen', active: false, api_key: 'APIkitchen' }),
    ]);

    const kept = await line.run(['project', 'rm', 'kitchen'], { tty: true, input: 'n\n' });
    expect([kept.code, kept.err]).toEqual([1, expect.stringContaining('Nothing was removed')]);
    expect((await line.run(['project', 'rm', 'kitchen'], { tty: true, input: 'y\n' })).code).toBe(
      0,
    );
    expect((await line.run(['project', 'list'])).out).not.toContain('Kitchen');
    const secrets = readFileSync(join(line.folder, 'secrets.json'), 'utf8');
    expect(secrets).not.toContain(SENTINEL);
  });

  it('test asks the server, and its exit code says what it found', async () => {
    const server = await startFakeLiveKitServer({ keys: { APIkitchen: SENTINEL } });
    await addKitchen(line, server.url);
    const good = await line.run(['project', 'test']);
    expect([good.code, good.out]).toEqual([0, expect.stringContaining('accepts this key')]);
    const json = await line.run(['project', 'test', 'kitchen', '--json']);
    expect(JSON.parse(json.out)).toMatchObject({
      project: 'kitchen',
      ok: true,
      finding: 'accepted',
    });
    await server.close();
    const gone = await line.run(['project', 'test', 'kitchen']);
    expect([gone.code, gone.out]).toEqual([1, expect.stringContaining('Nothing listens')]);
  });

  it('import takes a file over, says what it skipped, and matches it on the next import', async () => {
    const file = join(line.cwd, 'cli-config.yaml');
    const content = `default_project: b\nprojects:\n- {name: a, url: 'https://a.example', api_key: APIa, api_secret: ${SENTINEL}}\n- {name: b, url: 'wss://b.example', api_key: APIb, api_secret: ${SENTINEL}}\n- {name: c, url: 'wss://c.example', api_key: APIc}\n`;
    writeFileSync(file, content, { mode: 0o600 });
    const first = await line.run(['project', 'import', 'cli-config.yaml']);
    expect(first.out.split('\n')).toEqual([
      file,
      '  added    a',
      '  added    b',
      '  skipped  c: It has no API secret.',
      '  note     cli-config.yaml:3: LiveKit clients use wss://a.example, so that is what is kept.',
      'b is now active; apps get wss://b.example.',
      '',
    ]);
    expect((await line.run(['project', 'list', '--json'])).out).toMatch(
      /"slug": "b",[^}]*"active": true/,
    );
    const again = await line.run(['project', 'import', 'cli-config.yaml', '--json', '--name', 'a']);
    expect(JSON.parse(again.out)).toMatchObject({
      sources: [{ report: { added: [], updated: ['a'] } }],
      active: 'b',
    });
    expect(readFileSync(file, 'utf8')).toBe(content);
    expect(first.out + first.err + again.out).not.toContain(SENTINEL);
  });

  it.each([
    ['nowhere.yaml', undefined, 'no such file'],
    ['broken.yaml', 'projects: "', 'broken'],
    ['.env', 'PORT=1', 'no LiveKit project'],
  ])('import says why %s holds nothing', async (name, content, words) => {
    if (content !== undefined) writeFileSync(join(line.cwd, name), content);
    const { code, err } = await line.run(['project', 'import', name]);
    expect([code, err]).toEqual([1, expect.stringContaining(words)]);
  });

  it('says what is wrong with a data folder that cannot be used', async () => {
    writeFileSync(line.folder, 'a file in its place');
    const { code, err } = await addKitchen(line);
    expect([code, err]).toEqual([1, expect.stringContaining('--data-dir')]);
    expect(readFileSync(line.folder, 'utf8')).toBe('a file in its place');
    const below = join(line.folder, 'data');
    const nowhere = await line.run(['project', 'use', 'local', '--data-dir', below]);
    expect([nowhere.code, nowhere.err]).toEqual([1, expect.stringContaining(below)]);
  });
});
