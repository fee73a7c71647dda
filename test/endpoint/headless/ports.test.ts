import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  cleanEnvironment,
  runTokenTray,
  startHeadless,
  TOKEN_TRAY,
} from '../../fixtures/headless.ts';

let root: string;
let blocker: Server;
let taken: number;

beforeEach(async () => {
  root = mkdtempSync(join(tmpdir(), 'token-tray-ports-'));
  blocker = createServer();
  await new Promise<void>((resolve) => {
    blocker.listen(0, '127.0.0.1', resolve);
  });
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- a TCP server has such an address
  taken = (blocker.address() as AddressInfo).port;
});
afterEach(() => {
  blocker.close();
  rmSync(root, { recursive: true, force: true });
});

describe('ports that are taken', () => {
  it('R1 R2 ends with 1 for a program, naming the port, and never moves to another', async () => {
    const { code, stdout, stderr } = await runTokenTray([
      'serve',
      '--json',
      '--port',
      String(taken),
      '--ui-port',
      '0',
      '--data-dir',
      join(root, 'data'),
    ]);
    expect([code, stdout]).toEqual([1, '']);
    expect(JSON.parse(stderr.trim().split('\n').at(-1) ?? '')).toEqual({
      error: { code: 'port_in_use', message: expect.stringContaining(`Port ${taken} is taken`) },
    });
  });

  it('R1 stays for a person, with the window, and serves once the port is free', async () => {
    const child = spawn(
      process.execPath,
      [
        TOKEN_TRAY,
        'serve',
        '--port',
        String(taken),
        '--ui-port',
        '0',
        '--data-dir',
        join(root, 'data'),
      ],
      { env: cleanEnvironment(root), cwd: root, stdio: ['ignore', 'pipe', 'ignore'] },
    );
    let stdout = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    await expect.poll(() => stdout, { timeout: 15_000 }).toContain('Ctrl+C stops.');
    expect(stdout).toContain(`not serving. Port ${taken} is taken`);
    const link = /http:\/\/127\.0\.0\.1:\d+\/#code=\S+/.exec(stdout)?.[0] ?? '';
    expect((await fetch(link)).status).toBe(200);
    blocker.close();
    await expect
      .poll(
        () =>
          fetch(`http://127.0.0.1:${taken}/token`, { method: 'POST' }).then(
            ({ status }) => status,
            () => 0,
          ),
        {
          timeout: 15_000,
          interval: 200,
        },
      )
      .toBe(200);
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    await ended;
  });

  it('serves tokens without its window where the port of the window is taken, and says so', async () => {
    const host = await startHeadless({ args: ['--ui-port', String(taken)] });
    expect(host.ui).toBeNull();
    expect(host.stderr()).toContain(`Port ${taken} is taken`);
    expect((await fetch(host.endpoint, { method: 'POST' })).status).toBe(200);
    await host.close();
  });

  it('S9 refuses a folder that another host holds, naming its process', async () => {
    const host = await startHeadless();
    const { code, stderr } = await runTokenTray([
      'serve',
      '--port',
      '0',
      '--ui-port',
      '0',
      '--data-dir',
      host.dataFolder,
    ]);
    expect([code, stderr]).toEqual([1, expect.stringContaining(String(host.pid))]);
    expect((await fetch(host.endpoint, { method: 'POST' })).status).toBe(200);
    await host.close();
  });
});
