import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { Settings } from '../../../main/contract/settings.ts';
import { openTerminal, type Terminal } from './terminal.ts';
import { describeOnPosix } from '../../fixtures/posix.ts';

const SECRET = 'Kq7Zt2mWc9Lx4Pv8Rb3Ny6Td1Hs5Jf0GuAeXo';
const CTRL = { c: '\u0003', d: '\u0004', u: '\u0015', w: '\u0017', a: '\u0001', e: '\u0005' };
const LEFT = '\u001b[D';
const BACKSPACE = '\u007f';
const ENTER = '\r';
const terminals: Terminal[] = [];

afterEach(() => {
  for (const terminal of terminals.splice(0)) terminal.remove();
});

function open(args: readonly string[], options?: Parameters<typeof openTerminal>[1]): Terminal {
  const terminal = openTerminal(args, options);
  terminals.push(terminal);
  return terminal;
}

interface Stored {
  name: string;
  url: string;
  apiKey: string;
  secret: string;
}

/** The project that was added, as it is on disk. */
function storedIn({ folder }: Terminal): Stored | undefined {
  if (!existsSync(join(folder, 'secrets.json'))) return undefined;
  const settings: Pick<Settings, 'projects'> = JSON.parse(
    readFileSync(join(folder, 'settings.json'), 'utf8'),
  );
  const secrets: Record<string, { value: string }> = JSON.parse(
    readFileSync(join(folder, 'secrets.json'), 'utf8'),
  );
  const project = settings.projects.find(({ source }) => source === 'user');
  if (project === undefined) return undefined;
  const { name, url, apiKey } = project;
  return { name, url, apiKey, secret: secrets[project.id]?.value ?? '' };
}

const ALL = { url: 'wss://kit.example.com', apiKey: 'APIq7Zt2mWc9', secret: SECRET };
const ADD = ['project', 'add', 'Kitchen', '--url', ALL.url, '--api-key', ALL.apiKey];
const ENV_FILE = `LIVEKIT_URL=${ALL.url}\nLIVEKIT_API_KEY=${ALL.apiKey}\nLIVEKIT_API_SECRET=${SECRET}\n`;

describeOnPosix('script(1)', 'prompts in a real terminal', () => {
  it.each([
    ['Ctrl+U', `wrong${CTRL.u}${SECRET}`],
    ['Ctrl+W', `wrong${CTRL.w}${SECRET}`],
    [
      'arrows and an insertion',
      `${SECRET.slice(0, -3)}${SECRET.slice(-1)}${LEFT}${SECRET.slice(-3, -1)}`,
    ],
    ['backspace', `${SECRET}xx${BACKSPACE}${BACKSPACE}`],
    ['a cursor at the start', `${SECRET.slice(1)}${CTRL.a}${SECRET.slice(0, 1)}${CTRL.e}`],
    ['a paste of one line, marked as one', `\u001b[200~${SECRET}\n\u001b[201~`],
  ])('stores the secret that was meant after %s, and never shows it', async (_what, keys) => {
    const terminal = open(ADD);
    await terminal.waitFor('API secret: ');
    terminal.type(keys + ENTER);
    expect(await terminal.ended).toBe(0);
    expect(storedIn(terminal)).toEqual({ name: 'Kitchen', ...ALL });
    expect(terminal.screen()).not.toContain(SECRET.slice(1, 6));
    expect(terminal.screen()).toContain('\u2022\u2022\u2022');
  });

  it('judges each answer when it is given, and takes wide characters', async () => {
    const terminal = open(['project', 'add']);
    await terminal.waitFor('Name');
    terminal.type(`\u53a8\u623f\ud83c\udf73!${BACKSPACE}${ENTER}`);
    await terminal.waitFor('LiveKit URL: ');
    terminal.type(`nonsense${ENTER}`);
    await terminal.waitFor('Enter the LiveKit URL');
    terminal.type(`${CTRL.u}${ALL.url}${ENTER}`);
    await terminal.waitFor('API key: ');
    terminal.type(`a key${ENTER}`);
    await terminal.waitFor('may not contain spaces');
    terminal.type(`${CTRL.u}${ALL.apiKey}${ENTER}`);
    await terminal.waitFor('API secret: ');
    terminal.type(`\u2022\u2022\u2022\u2022\u2022\u2022\u2022\u2022${ENTER}`);
    await terminal.waitFor('\n');
    terminal.type(`${CTRL.u}${SECRET}${ENTER}`);
    expect(await terminal.ended).toBe(0);
    expect(storedIn(terminal)).toEqual({ name: '\u53a8\u623f\ud83c\udf73', ...ALL });
  });

  it.each([
    ['three bare lines', `${ALL.url}\n${ALL.apiKey}\n${SECRET}`],
    ['the same with the line ends of a terminal', `${ALL.url}\r${ALL.apiKey}\r${SECRET}\r`],
    ['the same, marked as a paste', `\u001b[200~${ALL.url}\n${ALL.apiKey}\n${SECRET}\n\u001b[201~`],
    ['a .env file', ENV_FILE],
    ['JSON', JSON.stringify({ url: ALL.url, apiKey: ALL.apiKey, apiSecret: SECRET }, undefined, 2)],
  ])('understands a paste of %s at any question, and shows no secret', async (_what, paste) => {
    const terminal = open(['project', 'add', 'Kitchen']);
    await terminal.waitFor('LiveKit URL: ');
    terminal.type(paste);
    await terminal.waitFor('Understood:');
    expect(await terminal.ended).toBe(0);
    expect(storedIn(terminal)).toEqual({ name: 'Kitchen', ...ALL });
    expect(terminal.screen()).not.toContain(SECRET.slice(0, 6));
  });

  it('refuses three lines at the secret that say nothing, shows none of them, and asks again', async () => {
    const terminal = open(ADD);
    await terminal.waitFor('API secret: ');
    terminal.type('hunter2-one\nhunter2-two\nhunter2-three\n');
    await terminal.waitFor('Those 3 lines hold no');
    await terminal.waitFor('API secret: ');
    terminal.type(SECRET + ENTER);
    expect(await terminal.ended).toBe(0);
    expect(storedIn(terminal)?.secret).toBe(SECRET);
    expect(terminal.screen()).not.toContain('hunter2');
  });

  it.each([
    ['Ctrl+C', 'half', CTRL.c],
    ['Ctrl+C at once', '', CTRL.c],
    ['Ctrl+D at an empty line', '', CTRL.d],
  ])(
    '%s leaves with 130, stores nothing and leaves the terminal as it was',
    async (_what, typed, key) => {
      const terminal = open(ADD, { after: '; code=$?; stty -a; exit $code' });
      await terminal.waitFor('API secret: ');
      terminal.type(typed + key);
      expect(await terminal.ended).toBe(130);
      expect(storedIn(terminal)).toBeUndefined();
      expect(terminal.screen()).toMatch(/ icanon[\s\S]* echo /);
      expect(terminal.screen().trimEnd()).toContain('\u001b[?2004l');
    },
  );

  it('removes nothing on Enter, and the project on y', async () => {
    const added = open(ADD);
    await added.waitFor('API secret: ');
    added.type(SECRET + ENTER);
    await added.ended;
    const kept = open(['project', 'remove', 'kitchen'], { folder: added.folder });
    await kept.waitFor('[y/N]');
    kept.type(ENTER);
    expect(await kept.ended).toBe(1);
    expect(storedIn(added)).toBeDefined();
    const removed = open(['project', 'remove', 'kitchen'], { folder: added.folder });
    await removed.waitFor('[y/N]');
    removed.type(`y${ENTER}`);
    expect(await removed.ended).toBe(0);
    expect(storedIn(added)).toBeUndefined();
  });
});
