import { execFileSync } from 'node:child_process';
import { expect, test, type Desktop, type DesktopApp } from '../fixtures/desktop.ts';
import { clickAt, visibleWindows } from '../fixtures/visible-windows.ts';

const SENTINEL = 'sentinel-api-secret-93d07b6a5e1f4c8890aa';

async function mintInTurn(endpoint: string, count: number): Promise<number[]> {
  const statuses: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const reply = await fetch(`${endpoint}/token`, { method: 'POST' });
    statuses.push(reply.status);
    await reply.text();
  }
  return statuses;
}

function allIssued(statuses: readonly number[]): boolean {
  return statuses.every((status) => status === 200);
}

async function crashWindow(app: DesktopApp): Promise<void> {
  await app.electron.evaluate(({ BrowserWindow }) => {
    BrowserWindow.getAllWindows()[0]?.webContents.forcefullyCrashRenderer();
  });
}

/** Whether the page of the window runs, asked by the main process, since a crash ends Playwright's own line to it. */
async function pageRuns(app: DesktopApp): Promise<boolean> {
  return app.electron.evaluate(async ({ BrowserWindow }) => {
    const contents = BrowserWindow.getAllWindows()[0]?.webContents;
    if (contents === undefined || contents.isCrashed() || contents.isLoading()) return false;
    const asked: Promise<unknown> = contents.executeJavaScript(
      'document.querySelector("h1") !== null',
    );
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 500));
    return (await Promise.race([asked, late])) === true;
  });
}

function logLines({ read }: Desktop, part: string): string[] {
  return read('logs/token-tray.log')
    .split('\n')
    .filter((line) => line.includes(part));
}

test('R21 the window crashes four times: tokens are served all the while, it comes back three times, then asks', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  const endpoint = await app.endpoint();
  await app.page();
  await expect.poll(() => pageRuns(app)).toBe(true);
  for (let crash = 1; crash <= 3; crash += 1) {
    const minting = mintInTurn(endpoint, 100);
    await crashWindow(app);
    expect(allIssued(await minting)).toBe(true);
    await expect.poll(() => pageRuns(app)).toBe(true);
    expect((await desktop.tray.menu())[0]?.label).toMatch(/^Serving on port/);
  }
  expect(await visibleWindows(desktop.session)).toEqual(['Token Tray']);
  await crashWindow(app);
  await expect.poll(async () => (await visibleWindows(desktop.session)).length).toBe(2);
  expect(await pageRuns(app)).toBe(false);
  expect(allIssued(await mintInTurn(endpoint, 20))).toBe(true);
  expect(logLines(desktop, 'The window stopped.').length).toBe(4);

  // Without a window manager the dialog stands in the screen's corner; this is its first button.
  await clickAt(desktop.session, 110, 100);
  await expect.poll(() => pageRuns(app)).toBe(true);
  await expect.poll(() => visibleWindows(desktop.session)).toEqual(['Token Tray']);
});

test('R21 the GPU process ends, and the page hangs: tokens are served, the tray answers', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  const endpoint = await app.endpoint();
  const page = await app.page();
  await expect.poll(() => pageRuns(app)).toBe(true);
  const minting = mintInTurn(endpoint, 100);
  await app.electron.evaluate(({ app }) => {
    for (const { pid, type } of app.getAppMetrics())
      if (type === 'GPU') process.kill(pid, 'SIGKILL');
  });
  expect(allIssued(await minting)).toBe(true);
  await expect.poll(() => pageRuns(app)).toBe(true);

  void page
    .evaluate(() => {
      for (;;);
    })
    .catch(() => {});
  await expect.poll(() => pageRuns(app)).toBe(false);
  expect(allIssued(await mintInTurn(endpoint, 100))).toBe(true);
  await desktop.tray.click('Copy token');
  await expect.poll(() => desktop.clipboard()).toMatch(/^eyJ/);
});

test('R22 E24 uncaught errors end nothing, show no dialog, and are logged once, without a secret', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  const endpoint = await app.endpoint();
  await app.call('project.create', {
    fields: { name: 'Cloud', url: 'wss://x.example', apiKey: 'APIcloud', apiSecret: SENTINEL },
    activate: true,
  });
  const { token } = await app.call('token.mint', { room: 'r', identity: 'i' });
  await app.electron.evaluate(
    (_electron, [secret, jwt]) => {
      setTimeout(() => {
        throw new Error(`thrown in a timer with ${secret}`);
      }, 0);
      void Promise.reject(new Error(`rejected with ${jwt}`));
    },
    [SENTINEL, token],
  );
  await expect.poll(() => logLines(desktop, 'Uncaught error').length).toBe(1);
  await expect.poll(() => logLines(desktop, 'Unhandled rejection').length).toBe(1);
  expect(await visibleWindows(desktop.session)).toEqual(['Token Tray']);
  expect(allIssued(await mintInTurn(endpoint, 5))).toBe(true);
  await crashWindow(app);
  await expect.poll(() => pageRuns(app)).toBe(true);
  await app.quit();

  const holders = filesWith(desktop.session.folder, SENTINEL);
  expect(holders.map((path) => path.split('/').at(-1))).toEqual(['secrets.json']);
  expect(filesWith(desktop.session.folder, token)).toEqual([]);
});

test('R19 waking up leaves the endpoint serving, with the time of now', async ({ desktop }) => {
  const app = await desktop.launch();
  const endpoint = await app.endpoint();
  await app.electron.evaluate(({ powerMonitor }) => {
    powerMonitor.emit('suspend');
    powerMonitor.emit('resume');
  });
  await expect.poll(async () => allIssued(await mintInTurn(endpoint, 1))).toBe(true);
});

function filesWith(folder: string, text: string): string[] {
  try {
    return execFileSync('grep', ['-rlaF', text, folder], { encoding: 'utf8' }).trim().split('\n');
  } catch {
    return [];
  }
}
