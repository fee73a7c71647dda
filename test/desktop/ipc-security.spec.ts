import { CALLS } from '../../main/contract/calls.ts';
import { isErrorCode } from '../../main/contract/errors.ts';
import type { Transport } from '../../main/contract/client.ts';
import { expect, test } from '../fixtures/desktop.ts';

test('E7 every channel answers the window alone', async ({ desktop }) => {
  const app = await desktop.launch();
  await app.call('state.get');
  const { channels, listeners, replies } = await app.electron.evaluate(
    async ({ BrowserWindow, ipcMain }) => {
      const handlers: unknown = Reflect.get(ipcMain, '_invokeHandlers');
      if (!(handlers instanceof Map)) throw new Error('Electron keeps its handlers elsewhere.');
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const other = new BrowserWindow({ show: false });
      // It comes back to the app's own page, and is still not the window.
      await other.loadURL('about:blank').catch(() => {});
      const main = contents?.mainFrame;
      const events = {
        'a destroyed frame': { sender: contents, senderFrame: null },
        'a frame inside the page': {
          sender: contents,
          senderFrame: { url: main?.url, parent: main },
        },
        'another window': { sender: other.webContents, senderFrame: other.webContents.mainFrame },
        'the window, showing something else': {
          sender: contents,
          senderFrame: { url: 'https://evil.example/', parent: null },
        },
      };
      // Electron hands a handler's answer to the reply of its event.
      const answered = async (channel: string, event: object): Promise<unknown> => {
        let answer: unknown;
        const value: unknown = await handlers.get(channel)(
          {
            ...event,
            sendReply: (reply: unknown) => (answer = reply),
            _reply: (reply: unknown) => (answer = reply),
            _throw: (error: unknown) => (answer = String(error)),
          },
          'state.get',
          {},
        );
        return value ?? answer;
      };
      const replies: Record<string, unknown> = {};
      const channels = [...handlers.keys()].map(String);
      for (const channel of channels) {
        for (const [who, event] of Object.entries(events)) {
          replies[`${channel} from ${who}`] = JSON.stringify(await answered(channel, event));
        }
      }
      other.destroy();
      return { channels, listeners: ipcMain.eventNames(), replies };
    },
  );
  expect(channels).toEqual(['token-tray:call']);
  // Electron's own; it sends no reply.
  expect(listeners.filter((name) => name !== 'error')).toEqual([]);
  for (const reply of Object.values(replies)) expect(reply).toContain('"code":"unauthorized"');
});

test('E8 the page finds two functions, and nothing of Electron behind them', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  const page = await app.page();
  const found = await page.evaluate(async () => {
    const { tokenTray } = window as Window & { tokenTray?: Transport };
    if (tokenTray === undefined) throw new Error('The page has no transport.');
    const received: unknown[][] = [];
    const stop = tokenTray.listen('state.changed', (...args: unknown[]) => received.push(args));
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- all of this runs in the page.
    const heardStatus = (wanted: string): Promise<void> =>
      new Promise((resolve) => {
        const stopWaiting = tokenTray.listen('state.changed', (snapshot) => {
          if (!JSON.stringify(snapshot).includes(`"status":"${wanted}"`)) return;
          stopWaiting();
          resolve();
        });
      });
    const stopped = heardStatus('stopped');
    await tokenTray.call('server.stop', {});
    await stopped;
    stop();
    const count = received.length;
    const serving = heardStatus('serving');
    await tokenTray.call('server.start', {});
    await serving;
    let unknownEvent = '';
    try {
      tokenTray.listen('ipc-message', () => {});
    } catch (error) {
      unknownEvent = String(error);
    }
    return {
      shape: Object.entries(tokenTray).map(([name, value]) => [name, typeof value]),
      argumentCounts: [...new Set(received.map((args) => args.length))],
      keys: Object.keys(received[0]?.[0] ?? {}),
      heardAfterStop: received.length - count,
      unknownEvent,
      frozen: Object.isFrozen(tokenTray),
    };
  });
  expect(found).toMatchObject({
    shape: [
      ['call', 'function'],
      ['listen', 'function'],
    ],
    argumentCounts: [1],
    heardAfterStop: 0,
    frozen: true,
  });
  expect(found.keys).toContain('server');
  expect(found.keys).not.toContain('sender');
  expect(found.unknownEvent).toContain('no event');
});

test('E9 whatever a page sends, it gets a typed answer, and nothing is half written', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  await app.endpoint();
  const page = await app.page();
  const before = desktop.read('settings.json');
  const names = Object.keys(CALLS).filter(
    // These change something or open something with no input at all, as they should.
    (name) =>
      !/^(server\.|project\.useLocal|lan\.|phone\.open|settings\.export|token\.mint)/.test(name),
  );
  const replies = await page.evaluate(async (callNames) => {
    const { tokenTray } = window as Window & { tokenTray?: Transport };
    if (tokenTray === undefined) throw new Error('The page has no transport.');
    const wrong: unknown[] = [
      null,
      0,
      Number.NaN,
      'text',
      [[[]]],
      new Date(0),
      new Map([['id', 'x']]),
      new Uint8Array(8),
      { id: { toString: 'x' } },
      { id: 'x'.repeat(10 * 1024 * 1024) },
      { text: 7 },
      JSON.parse(`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`),
      { id: 'x', revision: 1, changes: { name: '\u0000', constructor: {} } },
    ];
    const strange: unknown[] = [
      [],
      { id: '\ud800' },
      JSON.parse('{"__proto__":{"isAdmin":true},"id":"x"}'),
    ];
    const answers: { call: string; isWrong: boolean; input: number; code: string }[] = [];
    for (const call of [...callNames, '', 'toString', '__proto__', 'x'.repeat(100_000)]) {
      for (const [input, value] of [...wrong, ...strange].entries()) {
        const reply = await tokenTray.call(call, value).catch((error: unknown) => ({
          ok: false as const,
          error: { code: `thrown: ${String(error)}` },
        }));
        const code = reply.ok ? 'ok' : reply.error.code;
        answers.push({ call: call.slice(0, 40), isWrong: input < wrong.length, input, code });
      }
    }
    return answers;
  }, names);
  const unexpected = replies.filter(({ code }) => code !== 'ok' && !isErrorCode(code));
  expect(unexpected).toEqual([]);
  expect(replies.filter(({ code }) => code === 'internal')).toEqual([]);
  expect(replies.filter(({ isWrong, code }) => isWrong && code === 'ok')).toEqual([]);
  expect(desktop.read('settings.json')).toBe(before);
  expect((await app.call('state.get')).server.status).toBe('serving');
});

test('E10 the page cannot read the clipboard or hold the keyboard, where Electron asks us', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  const page = await app.page();
  const major = await app.electron.evaluate(() => Number(process.versions.electron.split('.')[0]));
  test.skip(major < 45, `Electron ${major} asks for no permission before either`);
  await app.call('clipboard.copy', { text: 'from another program' });
  const outcome = await page.evaluate(async () => {
    const field = document.createElement('textarea');
    document.body.append(field);
    field.focus();
    document.execCommand('paste');
    const { keyboard } = navigator as Navigator & { keyboard?: { lock(): Promise<void> } };
    const lock = await keyboard?.lock().then(
      () => 'granted',
      () => 'denied',
    );
    return { text: field.value, lock };
  });
  expect(outcome).toEqual({ text: '', lock: 'denied' });
});

test('E10 every permission is denied', async ({ desktop }) => {
  const app = await desktop.launch();
  const page = await app.page();
  const answers = await page.evaluate(async () => {
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- all of this runs in the page.
    const outcome = async (ask: () => Promise<unknown>): Promise<string> => {
      try {
        return String(await ask());
      } catch (error) {
        return error instanceof Error ? error.name : 'refused';
      }
    };
    // oxlint-disable-next-line unicorn/consistent-function-scoping -- as above.
    const state = (name: string) => async (): Promise<string> => {
      // Chromium knows more names than TypeScript does.
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      const descriptor = { name } as PermissionDescriptor;
      return (await navigator.permissions.query(descriptor)).state;
    };
    return {
      geolocation: await outcome(
        () =>
          new Promise((resolve, reject) => {
            navigator.geolocation.getCurrentPosition(resolve, (error) => {
              reject(new Error(String(error.code)));
            });
          }),
      ),
      media: await outcome(() => navigator.mediaDevices.getUserMedia({ audio: true })),
      screen: await outcome(() => navigator.mediaDevices.getDisplayMedia()),
      notifications: await outcome(() => Notification.requestPermission()),
      clipboard: await outcome(() => navigator.clipboard.readText()),
      midi: await outcome(state('midi')),
      geolocationState: await outcome(state('geolocation')),
      clipboardState: await outcome(state('clipboard-read')),
    };
  });
  expect(answers).toEqual({
    geolocation: 'Error',
    media: expect.stringMatching(/^(NotAllowedError|NotFoundError)$/),
    screen: expect.stringMatching(/^(NotAllowedError|NotSupportedError|InvalidStateError)$/),
    notifications: 'denied',
    clipboard: 'NotAllowedError',
    midi: 'denied',
    geolocationState: 'denied',
    clipboardState: 'denied',
  });
});
