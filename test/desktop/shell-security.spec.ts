import { createSocket } from 'node:dgram';
import { readFileSync } from 'node:fs';
import { createServer as createTcpServer } from 'node:net';
import { join } from 'node:path';
import { expect, root, test } from '../fixtures/desktop.ts';

const PAGE = 'app://token-tray/index.html';

test('E1 every page is sandboxed and isolated, and has no Node', async ({ desktop }) => {
  const app = await desktop.launch();
  const page = await app.page();
  const preferences = await app.electron.evaluate(({ webContents }) =>
    webContents.getAllWebContents().map((contents): unknown => {
      // Not in Electron's types, and the only way to see what a page was made with.
      const ask: unknown = Reflect.get(contents, 'getLastWebPreferences');
      return typeof ask === 'function' ? ask.call(contents) : undefined;
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
    const violations = new Set<string>();
    const allSeen = new Promise<void>((resolve) => {
      document.addEventListener('securitypolicyviolation', (event) => {
        violations.add(event.effectiveDirective);
        if (violations.size === 5) resolve();
      });
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
    await allSeen;
    return {
      violations: [...violations].toSorted(),
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

/** `sign` is in the event by which Electron tells of the attempt. */
const WAYS_OUT: [way: string, sign: string, leave: () => void][] = [
  ['a web address', 'evil.example', () => location.assign('https://evil.example/')],
  ['a file', 'etc/passwd', () => location.replace('file:///etc/passwd')],
  [
    'a link',
    'evil.example',
    () => {
      const link = document.createElement('a');
      link.href = 'https://evil.example/';
      document.body.append(link);
      link.click();
    },
  ],
  [
    'a refresh',
    'evil.example',
    () => {
      const meta = document.createElement('meta');
      meta.httpEquiv = 'refresh';
      meta.content = '0; url=https://evil.example/';
      document.head.append(meta);
    },
  ],
  [
    'another file of the bundle',
    'licences.txt',
    () => location.assign('app://token-tray/licences.txt'),
  ],
  ['another path without a load', '/other', () => history.pushState({}, '', '/other')],
  ['about:blank', 'about:blank', () => location.assign('about:blank')],
  [
    'about:blank by a form',
    'about:blank',
    () => {
      const form = document.createElement('form');
      form.action = 'about:blank';
      document.body.append(form);
      form.submit();
    },
  ],
  ['about:srcdoc', 'about:srcdoc', () => location.assign('about:srcdoc')],
  ['a document of its own', 'data URL', () => location.assign('data:text/html,hello')],
];

test('E4 the page goes nowhere else: what leaves it is stopped, or undone within the window', async ({
  desktop,
}) => {
  const app = await desktop.launch();
  const endpoint = await app.endpoint();
  await (await app.page()).getByRole('heading', { level: 1 }).waitFor();
  await app.electron.evaluate(({ webContents }) => {
    const attempts: string[] = [];
    Reflect.set(globalThis, 'attempts', attempts);
    for (const contents of webContents.getAllWebContents()) {
      contents.on('will-frame-navigate', ({ url }) => attempts.push(url));
      contents.on('did-navigate', (_event, url) => attempts.push(url));
      contents.on('did-navigate-in-page', (_event, url) => attempts.push(url));
      contents.on('did-fail-load', (_event, _code, _reason, url) => attempts.push(url));
      // Some are stopped in the page itself, which says so; Electron 25 has the text in the third argument.
      contents.on('console-message', (...args: unknown[]) =>
        attempts.push(`${String(Reflect.get(Object(args[0]), 'message'))} ${String(args[2])}`),
      );
    }
  });
  /** Where the window is, once Electron has told of an attempt to leave and the window has settled. */
  const whereabouts = (sign: string): Promise<unknown> =>
    app.electron.evaluate(async ({ BrowserWindow }, sign) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      const attempts: unknown = Reflect.get(globalThis, 'attempts');
      if (contents === undefined || !Array.isArray(attempts)) return 'no window';
      if (!attempts.some((attempt) => String(attempt).includes(sign))) return attempts.join();
      if (contents.isLoading()) return 'loading';
      const answers: unknown = await contents.executeJavaScript(
        'globalThis.tokenTray?.call("state.get", {}).then(({ ok }) => ok)',
      );
      return answers === true ? contents.getURL() : 'no page';
    }, sign);

  for (const [way, sign, leave] of WAYS_OUT) {
    await test.step(way, async () => {
      await app.electron.evaluate(() => {
        const attempts: unknown = Reflect.get(globalThis, 'attempts');
        if (Array.isArray(attempts)) attempts.length = 0;
      });
      await app.electron.evaluate(
        ({ BrowserWindow }, script) => {
          // A page that goes away does not answer.
          void BrowserWindow.getAllWindows()[0]
            ?.webContents.executeJavaScript(script)
            .catch(() => {});
        },
        `(${String(leave)})()`,
      );
      await expect.poll(() => whereabouts(sign)).toBe(PAGE);
      expect((await fetch(`${endpoint}/token`, { method: 'POST' })).status).toBe(200);
    });
  }
});

test('E4 no form of the page is sent anywhere', async ({ desktop }) => {
  const app = await desktop.launch();
  const page = await app.page();
  const blocked = await page.evaluate(
    () =>
      new Promise((resolve) => {
        document.addEventListener('securitypolicyviolation', (event) => {
          resolve(event.effectiveDirective);
        });
        const form = document.createElement('form');
        form.action = 'https://evil.example/';
        document.body.append(form);
        form.submit();
      }),
  );
  expect(blocked).toBe('form-action');
});

test('E3 the page has no network that the content policy does not cover: WebRTC over UDP and TCP, names to look up', async ({
  desktop,
}) => {
  const arrivals: string[] = [];
  const tcp = createTcpServer((socket) => {
    arrivals.push('TCP');
    socket.destroy();
  });
  const udp = createSocket('udp4', () => arrivals.push('UDP'));
  await new Promise<void>((resolve) => tcp.listen(0, '127.0.0.1', resolve));
  const address = tcp.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  await new Promise<void>((resolve) => udp.bind(port, '127.0.0.1', resolve));
  try {
    const app = await desktop.launch();
    const page = await app.page();
    const candidates = await page.evaluate(async (port) => {
      const connection = new RTCPeerConnection({
        iceServers: [
          {
            urls: [
              `stun:127.0.0.1:${port}`,
              `turn:127.0.0.1:${port}?transport=udp`,
              `turn:127.0.0.1:${port}?transport=tcp`,
              `turns:127.0.0.1:${port}?transport=tcp`,
            ],
            username: 'a',
            credential: 'b',
          },
        ],
      });
      const found: string[] = [];
      const gathered = new Promise<void>((resolve) => {
        connection.addEventListener('icecandidate', ({ candidate }) => {
          if (candidate === null) resolve();
          else if (candidate.candidate !== '') found.push(candidate.candidate);
        });
      });
      connection.createDataChannel('a');
      await connection.setLocalDescription();
      await gathered;
      return found;
    }, port);
    expect(candidates).toEqual([]);
    expect(arrivals).toEqual([]);

    const resolved = await app.electron.evaluate(({ session }) =>
      session.defaultSession.resolveHost('localhost.example').then(
        () => 'resolved',
        (error: unknown) => String(error),
      ),
    );
    expect(resolved).toContain('ERR_NAME_NOT_RESOLVED');
  } finally {
    tcp.close();
    udp.close();
  }
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
