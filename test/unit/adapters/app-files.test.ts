import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createAppFolder } from '../../../main/adapters/app-files.ts';
import { createClient } from '../../../main/contract/client.ts';
import { createTokenTray } from '../../../main/core/create-token-tray.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { inProcessTransport } from '../../fixtures/in-process-transport.ts';
import { createMemoryPorts } from '../../fixtures/memory-ports.ts';

const URL = 'http://localhost:7885/token';

async function writeUrl(folder: string) {
  const tokenTray = createTokenTray(createMemoryPorts({ appFolder: createAppFolder() }));
  return createClient(inProcessTransport(tokenTray)).call('app.writeUrl', { folder, url: URL });
}

function viteApp(env?: string): string {
  const folder = temporaryFolder();
  writeFileSync(join(folder, 'package.json'), '{"devDependencies":{"vite":"8.0.0"}}');
  if (env !== undefined) writeFileSync(join(folder, '.env.local'), env);
  return folder;
}

describe('the URL in an app’s folder', () => {
  it('is merged into .env.local, and all else there stays', async () => {
    const folder = viteApp('# mine\nVITE_OTHER=1\n');
    const done = { file: '.env.local', name: 'VITE_TOKEN_URL', changed: true };
    expect(await writeUrl(folder)).toMatchObject({ ok: true, value: done });
    const text = `# mine\nVITE_OTHER=1\nVITE_TOKEN_URL=${URL}\n`;
    expect(readFileSync(join(folder, '.env.local'), 'utf8')).toBe(text);
    expect(await writeUrl(folder)).toMatchObject({ ok: true, value: { changed: false } });
    expect(readdirSync(folder).toSorted()).toEqual(['.env.local', 'package.json']);
  });

  it('is written nowhere in a folder without a known framework', async () => {
    const folder = temporaryFolder();
    expect(await writeUrl(folder)).toMatchObject({
      ok: false,
      error: { code: 'app_folder_unknown', field: 'folder' },
    });
    expect(readdirSync(folder)).toEqual([]);
  });

  it('is refused with a reason where .env.local is a folder', async () => {
    const folder = viteApp();
    mkdirSync(join(folder, '.env.local'));
    expect(await writeUrl(folder)).toMatchObject({
      ok: false,
      error: {
        code: 'app_file_unreadable',
        message: expect.stringContaining('Nothing was changed'),
      },
    });
  });

  it('leaves the file as it was where the folder takes no new file', async () => {
    const before = 'VITE_TOKEN_URL=old\n';
    const folder = viteApp(before);
    const failing = {
      ...createAppFolder(),
      write: createAppFolder().write.bind(undefined, join(folder, 'missing')),
    };
    const ports = createMemoryPorts({
      appFolder: { ...failing, write: (_folder, name, text) => failing.write(name, text) },
    });
    const reply = await createClient(inProcessTransport(createTokenTray(ports))).call(
      'app.writeUrl',
      { folder, url: URL },
    );
    expect(reply).toMatchObject({ ok: false, error: { code: 'app_file_unwritable' } });
    expect(readFileSync(join(folder, '.env.local'), 'utf8')).toBe(before);
  });

  it('needs a whole path, and a folder where the host cannot ask for one', async () => {
    expect(await writeUrl('app')).toMatchObject({ ok: false, error: { field: 'folder' } });
    const ports = createMemoryPorts({ appFolder: createAppFolder() });
    const client = createClient(inProcessTransport(createTokenTray(ports)));
    expect(await client.call('app.writeUrl', { url: URL })).toMatchObject({
      ok: false,
      error: { message: 'Enter the app’s folder.' },
    });
  });
});
