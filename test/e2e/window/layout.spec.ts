import type { Page } from '@playwright/test';
import { expect, test, type TokenTrayWindow } from '../../fixtures/window.ts';
import { VIEWS } from '../../pages/frame.ts';

/** What reaches past the window's right edge, or past the pane that holds it. */
function overflowing(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const found: string[] = [];
    if (document.documentElement.scrollWidth > window.innerWidth) found.push('the page');
    for (const pane of document.querySelectorAll('.pane, .head')) {
      if (pane.getClientRects().length === 0) continue;
      const edge = pane.getBoundingClientRect().right + 1;
      for (const element of pane.querySelectorAll('*')) {
        const style = getComputedStyle(element);
        const box = element.getBoundingClientRect();
        if (box.width === 0 || style.position === 'fixed' || style.clipPath !== 'none') continue;
        if (box.right > edge) found.push(`${element.tagName}.${element.getAttribute('class')}`);
      }
    }
    return found.slice(0, 5);
  });
}

async function fillWithLongText({ call, ask }: TokenTrayWindow): Promise<void> {
  const long = 'a-name-that-goes-on-and-on-'.repeat(3);
  await call('project.create', {
    fields: {
      name: long.slice(0, 80),
      url: `wss://${'long-'.repeat(11)}host.livekit.cloud`,
      apiKey: `API${'k7'.repeat(30)}`,
      apiSecret: 'a-secret-that-is-long-enough-for-livekit-1234',
    },
  });
  await call('preset.create', {
    fields: {
      name: long.slice(0, 80),
      slug: 'long',
      ttlSeconds: 86_399,
      grants: { video: { roomJoin: true } },
    },
  });
  await ask('/token', {
    room_name: 'room-'.repeat(50),
    participant_identity: 'w'.repeat(256),
    participant_name: '\u202e\u05d0\u05d1\u05d2 name',
    participant_metadata: JSON.stringify({ word: 'x'.repeat(2000) }),
  });
  await ask(`/token?preset=${'nope'.repeat(30)}`);
}

test('every view fits at 720 by 520 and at 1600 by 1000, however long the text', async ({
  window,
}) => {
  test.setTimeout(120_000);
  await fillWithLongText(window);
  const { page, frame } = window;
  for (const [width, height] of [
    [720, 520],
    [1024, 700],
    [1600, 1000],
  ] as const) {
    await page.setViewportSize({ width, height });
    for (const view of VIEWS) {
      await frame.open(view);
      expect(await overflowing(page), `${view} at ${width}`).toEqual([]);
      const openers = page.locator('.line-open');
      if ((await openers.count()) > 0 && (await openers.first().isVisible())) {
        await openers.first().click();
        expect(await overflowing(page), `the detail of ${view} at ${width}`).toEqual([]);
        await page.keyboard.press('Escape');
      }
    }
  }
});

test('text of twice the size keeps every view usable', async ({ window }) => {
  test.setTimeout(120_000);
  const { page, frame } = window;
  await page.setViewportSize({ width: 1280, height: 860 });
  await frame.open('Connect');
  await page.evaluate(() => document.documentElement.style.setProperty('font-size', '200%'));
  for (const view of VIEWS) {
    await frame.open(view);
    expect(await overflowing(page), view).toEqual([]);
  }
});

test('nothing moves for who wants no motion', async ({ window: { page } }) => {
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await expect(page.getByRole('heading', { level: 1, name: 'Connect' })).toBeVisible();
  const moving = await page.evaluate(
    () =>
      [...document.querySelectorAll('*')]
        .map((element) => getComputedStyle(element))
        .filter(({ transitionDuration, animationName, animationDuration }) =>
          `${transitionDuration}, ${animationName === 'none' ? '0s' : animationDuration}`
            .split(', ')
            .some((duration) => Number.parseFloat(duration) > 0),
        ).length,
  );
  expect(moving).toBe(0);
});

test('E3 the window keeps to its content security policy: nothing inline, nothing remote', async ({
  window,
}) => {
  const { page, frame, ask } = window;
  await ask();
  const loaded: string[] = [];
  page.on('request', (request) => loaded.push(request.url()));
  await page.evaluate(() => {
    const list: string[] = [];
    Object.assign(window, { violations: list });
    document.addEventListener('securitypolicyviolation', (event) =>
      list.push(`${event.violatedDirective} ${event.blockedURI}`),
    );
  });
  for (const view of VIEWS) {
    await frame.open(view);
    expect(await page.locator('[style], [onclick], style, script:not([src])').count(), view).toBe(
      0,
    );
  }
  await frame.run('go to connect');
  expect(await page.evaluate(() => Reflect.get(window, 'violations'))).toEqual([]);
  const own = new URL(page.url());
  for (const url of loaded) expect(new URL(url).host).toBe(own.host);

  // The policy is in force, so that the above says something.
  await page.evaluate(() => {
    const script = document.createElement('script');
    script.textContent = 'window.intruder = true';
    document.body.append(script);
    const image = new Image();
    image.src = 'https://example.com/x.png';
    document.body.append(image);
  });
  await expect
    .poll(() => page.evaluate(() => Reflect.get(window, 'violations')))
    .toEqual(
      expect.arrayContaining([
        expect.stringMatching(/^script-src/),
        expect.stringMatching(/^img-src/),
      ]),
    );
  expect(await page.evaluate(() => Reflect.get(window, 'intruder'))).toBeUndefined();
});
