import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CALLS } from '../../main/contract/calls.ts';
import { isErrorCode } from '../../main/contract/errors.ts';
import type { Transport } from '../../main/contract/transport.ts';
import { expect, replyTo, root, test } from '../fixtures/desktop.ts';

const PAGE = 'app://token-tray/index.html';

test('E1 every page is sandboxed and isolated, and has no Node', async ({ desktop }) => {
  const app = await desktop.launch();
  const page = await app.page();
  const preferences = await app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents): unknown => {
      // Not in Electron's types, and the only way to see what a page was made with.
      const ask = Reflect.get(contents, 'getLastWebPreferences') as () => unknown;
      return ask.call(contents);
    }),
  );
  expect(preferences.length).toBe(1);
  for (const preference of preferences) {
    expect(preference).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      webSecurity: true,
      webviewTag: false,
    });
  }
  expect(
    await page.evaluate(() => [
      typeof Reflect.get(globalThis, 'require'),
      typeof Reflect.get(globalThis, 'process'),
    ]),
  ).toEqual(['undefined', 'undefined']);
});

test('E2 the page comes from its own scheme, which serves the bundle and nothing else', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  const page = await app.page();
  expect(await page.evaluate(() => location.href)).toBe(PAGE);

  const answers = await app.electron.evaluate(
    async ({ net }, urls) =>
      Promise.all(
        urls.map(async (url) => {
          try {
            const reply = await net.fetch(url);
            return { url, status: reply.status, text: (await reply.text()).slice(0, 200) };
          } catch {
            return { url, status: 0, text: '' };
          }
        }),
      ),
    [
      PAGE,
      'app://token-tray/../../etc/passwd',
      'app://token-tray/%2e%2e/%2e%2e/etc/passwd',
      'app://token-tray/..%2f..%2f..%2fetc%2fpasswd',
      'app://token-tray/..%5c..%5cetc%5cpasswd',
      'app://token-tray//etc/passwd',
      'app://token-tray/../electron/main.cjs',
      'app://host/../../etc/passwd',
      'app://host/index.html',
    ],
  );
  expect(answers[0]).toMatchObject({ status: 200 });
  for (const { url, status, text } of answers.slice(1)) {
    expect({ url, refused: status === 0 || status >= 400 }).toEqual({ url, refused: true });
    expect(text).not.toContain('root:');
  }
});

test('E3 the policy for content blocks inline scripts, eval, remote images and remote requests', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  const page = await app.page();
  const outcome = await page.evaluate(async () => {
    const violations: string[] = [];
    document.addEventListener('securitypolicyviolation', (event) => {
      violations.push(event.effectiveDirective);
    });
    const script = document.createElement('script');
    script.textContent = 'globalThis.wasInlined = true';
    document.body.append(script);
    const element = document.createElement('div');
    element.setAttribute('onclick', 'globalThis.wasInlined = true');
    document.body.append(element);
    element.click();
    const image = new Image();
    image.src = 'https://example.com/a.png';
    document.body.append(image);
    const frame = document.createElement('iframe');
    frame.src = 'https://example.com/';
    document.body.append(frame);
    const evaluating = document.createElement('script');
    evaluating.src = 'data:text/javascript,globalThis.wasInlined=true';
    document.body.append(evaluating);
    const fetched = await fetch('https://example.com/').then(
      () => 'answered',
      () => 'blocked',
    );
    await new Promise((resolve) => setTimeout(resolve, 300));
    return {
      violations: [...new Set(violations)].toSorted(),
      fetched,
      wasInlined: Reflect.get(globalThis, 'wasInlined') as unknown,
    };
  });
  expect(outcome).toEqual({
    violations: ['connect-src', 'frame-src', 'img-src', 'script-src-attr', 'script-src-elem'],
    fetched: 'blocked',
    wasInlined: undefined,
  });

  const policy = await app.electron.evaluate(
    async ({ net }, url) => (await net.fetch(url)).headers.get('content-security-policy'),
    PAGE,
  );
  expect(policy).toContain("default-src 'none'");
  for (const directive of ['object-src', 'base-uri', 'form-action', 'frame-ancestors']) {
    expect(policy).toContain(`${directive} 'none'`);
  }
  expect(policy).not.toMatch(/unsafe|https?:|\*/);
});

test('E4 the page goes nowhere else', async ({ desktop }) => {
  const app = await desktop.launch();
  const page = await app.page();
  await page.getByRole('heading', { level: 1 }).waitFor();
  const attempts = [
    () => {
      location.href = 'https://evil.example/';
    },
    () => {
      location.replace('file:///etc/passwd');
    },
    () => {
      const link = document.createElement('a');
      link.href = 'https://evil.example/';
      document.body.append(link);
      link.click();
    },
    () => {
      const meta = document.createElement('meta');
      meta.httpEquiv = 'refresh';
      meta.content = '0; url=https://evil.example/';
      document.head.append(meta);
    },
    () => {
      const form = document.createElement('form');
      form.action = 'https://evil.example/';
      document.body.append(form);
      form.submit();
    },
    () => {
      location.href = 'app://token-tray/assets/other.html';
    },
  ];
  for (const attempt of attempts) {
    await page.evaluate(attempt);
    await page.waitForTimeout(200);
    expect(await page.evaluate(() => location.href)).toBe(PAGE);
  }
});

test('E5 no window and no webview opens', async ({ desktop }) => {
  const app = await desktop.launch();
  const page = await app.page();
  const opened = await page.evaluate(() => {
    const link = document.createElement('a');
    link.href = 'https://evil.example/';
    link.target = '_blank';
    document.body.append(link);
    link.click();
    document.body.append(document.createElement('webview'));
    return [window.open('https://evil.example/'), window.open('about:blank')];
  });
  expect(opened).toEqual([null, null]);
  await page.waitForTimeout(300);
  expect(
    await app.electron.evaluate(({ webContents }) => webContents.getAllWebContents().length),
  ).toBe(1);
});

test('E6 only links of the list are opened outside', async ({ desktop }) => {
  const app = await desktop.launch();
  const page = await app.page();
  await app.electron.evaluate(({ shell }) => {
    const opened: string[] = [];
    Reflect.set(globalThis, 'opened', opened);
    shell.openExternal = async (url) => {
      opened.push(url);
    };
  });
  for (const link of [
    'file:///etc/passwd',
    'javascript:alert(1)',
    'smb://evil.example/share',
    'ms-msdt:/id',
    'https://docs.livekit.io.evil.example/',
    `https://docs.livekit.io/${'x'.repeat(5000)}`,
    '__proto__',
  ]) {
    expect(await replyTo(page, 'link.open', { link })).toMatchObject({ ok: false });
  }
  const opened = (): Promise<unknown> =>
    app.electron.evaluate(() => Reflect.get(globalThis, 'opened') as unknown);
  expect(await opened()).toEqual([]);
  expect(await replyTo(page, 'link.open', { link: 'livekitDocs' })).toMatchObject({ ok: true });
  expect(await opened()).toEqual(['https://docs.livekit.io/frontends/authentication/tokens/']);
});

test('E7 every channel answers the window alone', async ({ desktop }) => {
  const app = await desktop.launch();
  await app.call('state.get');
  const { channels, listeners, replies } = await app.electron.evaluate(
    async ({ BrowserWindow, ipcMain }) => {
      type Handler = (event: unknown, ...args: unknown[]) => Promise<unknown>;
      const handlers = Reflect.get(ipcMain, '_invokeHandlers') as Map<string, Handler>;
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const other = new BrowserWindow({ show: false });
      await other.loadURL('about:blank');
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
        const value = await handlers.get(channel)?.(
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
      for (const channel of handlers.keys()) {
        for (const [who, event] of Object.entries(events)) {
          replies[`${channel} from ${who}`] = JSON.stringify(await answered(channel, event));
        }
      }
      other.destroy();
      return { channels: [...handlers.keys()], listeners: ipcMain.eventNames(), replies };
    },
  );
  expect(channels).toEqual(['token-tray:call']);
  // Electron's own; it answers nobody.
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
    await tokenTray.call('server.stop', {});
    await tokenTray.call('server.start', {});
    await new Promise((resolve) => setTimeout(resolve, 300));
    stop();
    const count = received.length;
    await tokenTray.call('server.stop', {});
    await new Promise((resolve) => setTimeout(resolve, 300));
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
    (name) => !/^(server\.|project\.useLocal|lan\.|settings\.export|token\.mint)/.test(name),
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

test('E10 every permission is denied', async ({ desktop }) => {
  const app = await desktop.launch();
  const page = await app.page();
  const answers = await page.evaluate(async () => {
    const outcome = async (ask: () => Promise<unknown>): Promise<string> => {
      try {
        return String(await ask());
      } catch (error) {
        return error instanceof Error ? error.name : 'refused';
      }
    };
    const state = (name: string) => async (): Promise<string> =>
      (await navigator.permissions.query({ name: name as PermissionName })).state;
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

test('E15 E22 the app has no synchronous safeStorage, no scheme of its own for others, and no crash upload', () => {
  const bundle = readFileSync(join(root, 'dist/electron/main.cjs'), 'utf8');
  for (const name of [
    'encryptString(',
    'decryptString(',
    'isEncryptionAvailable(',
    'setUsePlainTextEncryption',
    'setAsDefaultProtocolClient',
    'crashReporter',
  ]) {
    expect({ name, found: bundle.includes(name) }).toEqual({ name, found: false });
  }
});
