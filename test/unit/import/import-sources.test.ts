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
import { createImportSources } from '../../../main/adapters/import-files.ts';

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

describe('finding the files of other tools', () => {
  it('finds nothing where there is nothing', async () => {
    expect(await createImportSources({ home, folders: [folder] }).scan()).toEqual([]);
    expect(await createImportSources({ home: undefined, folders: [] }).scan()).toEqual([]);
  });

  it('S15 offers the projects by name, without their secrets', async () => {
    const path = writeCliConfig(CLI_CONFIG);
    const [found] = await createImportSources({ home, folders: [] }).scan();
    expect(found?.source).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      kind: 'lk',
      path,
      projects: [
        {
          name: 'kitchen',
          url: 'wss://kitchen.livekit.cloud',
          apiKey: 'APIkitchen',
          isDefault: true,
          known: false,
        },
      ],
      warnings: ['"broken" is left out. It has no API secret.'],
    });
    expect(JSON.stringify(found?.source)).not.toContain(SENTINEL);
    expect(found).toMatchObject({ name: 'cli-config.yaml', content: CLI_CONFIG });
  });

  it('finds .env files of the folder, and none that is about something else', async () => {
    const env = `LIVEKIT_URL=wss://a.example\nLIVEKIT_API_KEY=k12\nLIVEKIT_API_SECRET=${SENTINEL}\n`;
    writeFileSync(join(folder, '.env.local'), env, { mode: 0o600 });
    writeFileSync(join(folder, '.env'), 'PORT=3000\n');
    writeFileSync(join(folder, 'livekit.yaml'), 'keys:\n  devkey: secret\n', { mode: 0o600 });
    const found = await createImportSources({ home, folders: [folder, folder] }).scan();
    expect(found.map(({ name, source }) => [name, source.kind, source.projects.length])).toEqual([
      ['.env.local', 'env', 1],
      ['livekit.yaml', 'livekit-yaml', 1],
    ]);
  });

  it('S5 warns of loose file modes and changes neither mode nor content', async () => {
    const path = writeCliConfig(CLI_CONFIG, 0o644);
    const before = statSync(path);
    const [found] = await createImportSources({ home, folders: [] }).scan();
    expect(found?.source.warnings).toContainEqual(expect.stringContaining('chmod 600'));
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
    const [found] = await createImportSources({ home, folders: [], platform: 'win32' }).scan();
    expect(found?.source.warnings).toEqual(['"broken" is left out. It has no API secret.']);
  });

  it('S5 survives a broken file, and says that it is broken', async () => {
    writeCliConfig(`projects:\n- {api_secret: "${SENTINEL}\n`);
    const [found] = await createImportSources({ home, folders: [] }).scan();
    expect(found?.source.projects).toEqual([]);
    expect(found?.source.warnings).toEqual([expect.stringContaining('broken at line')]);
    expect(JSON.stringify(found?.source)).not.toContain(SENTINEL);
  });

  it('S5 survives a folder, a pipe, a huge file and a link to nowhere in its place', async () => {
    const paths = createImportSources({ home, folders: [folder] });
    mkdirSync(join(home, '.livekit', 'cli-config.yaml'));
    execFileSync('mkfifo', [join(folder, '.env')]);
    writeFileSync(join(folder, '.env.local'), 'x'.repeat(1024 * 1024 + 1));
    execFileSync('ln', ['-s', 'nowhere', join(folder, 'livekit.yaml')]);
    const found = await paths.scan();
    expect(found.map(({ name, source }) => [name, source.warnings])).toEqual([
      ['.env.local', [expect.stringContaining('larger than 1 MiB')]],
    ]);
  });
});
