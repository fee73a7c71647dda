import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createImportSources, readImportPlace } from '../../../main/adapters/import-files.ts';
import { readCredentials } from '../../../main/core/credentials/read-credentials.ts';

const SENTINEL = 'sentinel-secret-in-a-file-of-another-tool';
let root: string;
let home: string;
let folder: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'token-tray-import-'));
  home = join(root, 'home');
  folder = join(root, 'app');
  mkdirSync(join(home, '.livekit'), { recursive: true });
  mkdirSync(folder);
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

function writeCliConfig(content: string, mode = 0o600): string {
  const path = join(home, '.livekit', 'cli-config.yaml');
  writeFileSync(path, content, { mode });
  chmodSync(path, mode);
  return path;
}

const CLI_CONFIG = `default_project: kitchen
projects:
- {name: kitchen, url: 'wss://kitchen.livekit.cloud', api_key: APIkitchen, api_secret: ${SENTINEL}}
- {name: broken, url: 'wss://broken.livekit.cloud', api_key: APIbroken, api_secret: ''}
`;

async function scanned(
  home_: string | undefined,
  folders: string[] = [],
  platform?: NodeJS.Platform,
) {
  const places = await createImportSources({
    home: home_,
    folders,
    ...(platform === undefined ? {} : { platform }),
  }).scan();
  return places.map((place) => ({ place, found: readCredentials(place.files) }));
}

describe('reading one file', () => {
  const ENV = `LIVEKIT_API_SECRET=${SENTINEL}\n`;

  it.each([
    ['docker-compose.yml', ['.env', 'docker-compose.yml']],
    ['livekit.yaml', ['livekit.yaml']],
  ])('%s is read with %j', async (name, expected) => {
    writeFileSync(join(folder, name), 'a: b\n');
    writeFileSync(join(folder, '.env'), ENV);
    const place = await readImportPlace(join(folder, name));
    const names = place?.files.map((file) => file.name.slice(folder.length + 1));
    expect(names?.toSorted()).toEqual(expected);
    expect(place?.files.find((file) => file.name.endsWith('.env'))?.followed).toBe(
      expected.length > 1 ? true : undefined,
    );
  });
});

describe('finding the files of other tools', () => {
  it('finds nothing where there is nothing', async () => {
    expect(await scanned(home, [folder])).toEqual([]);
    expect(await scanned(undefined)).toEqual([]);
  });

  it("S15 finds the LiveKit CLI's file", async () => {
    const path = writeCliConfig(CLI_CONFIG);
    const [found] = await scanned(home);
    expect(found?.place).toMatchObject({ id: expect.stringMatching(/^[0-9a-f]{16}$/), path });
    expect(found?.found.projects.map(({ name, missing }) => [name, missing])).toEqual([
      ['kitchen', []],
      ['broken', ['apiSecret']],
    ]);
  });

  it('reads the files of a folder together: .env.local over .env, the compose file with its variables', async () => {
    writeFileSync(
      join(folder, '.env'),
      'LIVEKIT_URL=wss://a.example\nLIVEKIT_API_KEY=APIaaaaaaaa1\n',
    );
    writeFileSync(join(folder, '.env.local'), `LIVEKIT_API_SECRET=${SENTINEL}\nPORT=7995\n`);
    writeFileSync(join(folder, '.env.example'), 'LIVEKIT_URL=<your-url>\n');
    writeFileSync(
      join(folder, 'docker-compose.yml'),
      'services:\n  lk:\n    image: livekit/livekit-server\n    environment:\n      LIVEKIT_KEYS: "devkey: secret"\n    ports: ["${PORT}:7880"]\n',
    );
    writeFileSync(join(folder, 'notes.yaml'), 'keys:\n  not: looked-at\n');
    const [found] = await scanned(undefined, [folder, folder]);
    expect(found?.found.projects.map(({ url, apiKey }) => [url?.value, apiKey?.value])).toEqual([
      ['wss://a.example', 'APIaaaaaaaa1'],
      ['ws://localhost:7995', 'devkey'],
    ]);
    expect(found?.found.notes).toEqual([]);
  });

  it('follows key_file:, and reads no secret twice', async () => {
    const keys = join(root, 'lk-keys.yaml');
    writeFileSync(keys, `APIaaaaaaaa1: ${SENTINEL}\n`, { mode: 0o600 });
    writeFileSync(join(folder, 'livekit.yaml'), `port: 7999\nkey_file: ${keys}\n`);
    const [found] = await scanned(undefined, [folder]);
    expect(found?.found.projects).toMatchObject([
      {
        url: { value: 'ws://localhost:7999' },
        apiKey: { value: 'APIaaaaaaaa1', source: keys },
        apiSecret: { value: SENTINEL },
      },
    ]);
  });

  it('reads one file by its path, with the .env beside a compose file', async () => {
    const compose = join(folder, 'compose.yaml');
    writeFileSync(join(folder, '.env'), `KEY=devkey\nLIVEKIT_API_SECRET=${SENTINEL}\n`);
    writeFileSync(
      compose,
      'services:\n  lk:\n    image: livekit/livekit-server\n    environment:\n      LIVEKIT_KEYS: "${KEY}: secret"\n    ports: ["7880:7880"]\n',
    );
    const place = await readImportPlace(compose);
    const { projects } = readCredentials(place?.files ?? []);
    expect(projects.map(({ apiKey }) => apiKey?.value)).toEqual(['devkey']);
    expect(await readImportPlace(join(folder, 'nothing.env'))).toBeUndefined();
  });

  it('S5 warns of loose file modes and changes neither mode nor content', async () => {
    const path = writeCliConfig(CLI_CONFIG, 0o644);
    const before = statSync(path);
    const [found] = await scanned(home);
    expect(found?.place.warnings).toEqual([expect.stringContaining('chmod 600')]);
    const after = statSync(path);
    expect([after.mode, after.mtimeMs, after.ino]).toEqual([
      before.mode,
      before.mtimeMs,
      before.ino,
    ]);
    expect(readFileSync(path, 'utf8')).toBe(CLI_CONFIG);
  });

  it('does not speak of file modes on Windows, which has none', async () => {
    writeCliConfig(CLI_CONFIG, 0o644);
    const [found] = await scanned(home, [], 'win32');
    expect(found?.place.warnings).toBeUndefined();
  });

  it('S5 survives a broken file, and says that it is broken', async () => {
    writeCliConfig(`projects:\n- {api_secret: "${SENTINEL}\n`);
    const [found] = await scanned(home);
    expect(found?.found.projects).toEqual([]);
    expect(found?.found.notes).toMatchObject([
      { message: expect.stringContaining('broken at line') },
    ]);
    expect(JSON.stringify(found?.found.notes)).not.toContain(SENTINEL);
  });

  it('S5 survives a folder, a pipe, a huge file and a link to nowhere in its place', async () => {
    mkdirSync(join(home, '.livekit', 'cli-config.yaml'));
    execFileSync('mkfifo', [join(folder, '.env')]);
    writeFileSync(join(folder, '.env.local'), 'x'.repeat(1024 * 1024 + 1));
    execFileSync('ln', ['-s', 'nowhere', join(folder, 'livekit.yaml')]);
    const found = await scanned(home, [folder]);
    expect(found.flatMap((item) => item.found.notes)).toMatchObject([
      { source: join(folder, '.env.local'), message: expect.stringContaining('larger than 1 MiB') },
    ]);
  });
});
