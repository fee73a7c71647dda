import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, replyTo, root, test } from '../fixtures/desktop.ts';

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
