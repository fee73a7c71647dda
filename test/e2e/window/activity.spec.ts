import { expect, test } from '../../fixtures/window.ts';
import { createActivityPage } from '../../pages/activity-page.ts';

test('a request shows up at once, with what was asked and what was granted', async ({
  window: { page, frame, ask, call },
}) => {
  const [project] = (await call('state.get')).projects;
  if (project === undefined) throw new Error('There is no project.');
  await call('project.update', {
    id: project.id,
    revision: project.revision,
    changes: { policy: { ...project.policy, participantIdentity: 'ignore' } },
  });
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await expect(page.getByText('No requests yet')).toBeVisible();
  await ask(
    '/token',
    { room_name: 'lobby', participant_identity: 'boss' },
    { 'User-Agent': 'Dart/3.5 (dart:io)' },
  );
  await expect(activity.lines).toHaveCount(1);
  await expect(activity.lines.first()).toContainText('Flutter');
  await activity.open('Flutter');
  await expect(activity.field('room_name')).toContainText('lobby');
  await expect(activity.field('participant_identity')).toContainText('boss');
  await expect(activity.field('participant_identity')).toContainText(
    'the policy doesn’t let apps set it',
  );
  await expect(activity.detail).toContainText('POST /token');
  await expect(activity.detail.getByRole('table', { name: 'Claims' })).toContainText('video.room');
});

test('a request is sent again, edited and sent, and copied as curl', async ({
  window: { page, frame, ask, clipboard },
}) => {
  await ask('/token', { room_name: 'lobby' });
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await activity.open('lobby');
  await activity.detail.getByRole('button', { name: 'Send again', exact: true }).click();
  await expect(activity.lines).toHaveCount(2);

  await activity.detail.getByRole('button', { name: 'Edit and send' }).click();
  const form = page.getByRole('form', { name: 'Edit and send' });
  await form.getByRole('textbox', { name: 'Target' }).fill('/token?preset=viewer');
  await form.getByRole('textbox', { name: 'Body' }).fill('{"room_name": "edited"}');
  await form.getByRole('button', { name: 'Send' }).click();
  await expect(activity.lines.first()).toContainText('edited');
  await expect(activity.lines.first()).toContainText('Viewer');

  await activity.detail.getByRole('button', { name: 'Copy as curl' }).click();
  await expect.poll(clipboard).toContain('/token?preset=viewer');
  await expect.poll(clipboard).toContain('edited');
});

test('a blocked origin is allowed after a question, and then answered', async ({
  window: { page, frame, ask, call },
}) => {
  const headers = { Origin: 'https://app.example.com' };
  expect((await ask('/token', {}, headers)).status).toBe(403);
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await activity.open('Blocked');
  await expect(activity.detail).toContainText('The page’s origin wasn’t allowed.');
  await activity.detail.getByRole('button', { name: 'Allow this origin' }).click();
  await frame.confirm('Allow https://app.example.com?', 'Allow this origin');
  await expect(frame.messages).toContainText('https://app.example.com is allowed');
  await expect(activity.detail.getByRole('button', { name: 'Allow this origin' })).toBeHidden();
  await expect(activity.detail).toContainText('is allowed now. Send the request again.');
  expect((await call('state.get')).settings.server.allowedOrigins).toEqual([
    'https://app.example.com',
  ]);
  expect((await ask('/token', {}, headers)).status).toBe(200);
});

test('search and filter leave what is looked for', async ({ window: { page, frame, ask } }) => {
  await ask('/token', { room_name: 'lobby', participant_identity: 'ana' });
  await ask('/token', { room_name: 'stage', participant_identity: 'ben' });
  await ask('/token?preset=nope');
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await expect(activity.lines).toHaveCount(3);
  await activity.search.fill('stage ben');
  await expect(activity.lines).toHaveCount(1);
  await activity.search.fill('');
  await activity.filter('Refused');
  await expect(activity.lines).toHaveCount(1);
  await expect(activity.lines.first()).toContainText('There is no preset');
  await activity.search.fill('lobby');
  await expect(page.getByText('No requests match')).toBeVisible();
  await page.getByRole('button', { name: 'Show all' }).click();
  await expect(activity.lines).toHaveCount(3);
});

test('the activity is emptied only after a question, with the keyboard alone', async ({
  window: { page, frame, ask, call },
}) => {
  await ask('/token', { room_name: 'lobby' });
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await activity.open('lobby');
  const clear = page.getByRole('button', { name: 'Clear', exact: true });
  const question = page.getByRole('dialog', { name: 'Clear the activity?' });
  await clear.focus();
  await page.keyboard.press('Enter');
  await expect(question).toContainText('can’t undo');
  await page.keyboard.press('Escape');
  await expect(question).toBeHidden();
  await expect(clear).toBeFocused();
  expect(await call('activity.list')).toHaveLength(1);

  await page.keyboard.press('Enter');
  await expect(question).toBeVisible();
  await page.keyboard.press('Shift+Tab');
  await expect(question.getByRole('button', { name: 'Clear the activity' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByText('No requests yet')).toBeVisible();
  await expect(activity.detail).toBeHidden();
  // The button has nothing to do any more, and still keeps the place of who pressed it.
  await expect(clear).toBeDisabled();
  await expect(clear).toBeFocused();
  expect(await call('activity.list')).toEqual([]);
});

test('text from requests is inert, and long or turned identities stay in their cells', async ({
  window: { page, frame, ask },
}) => {
  await ask('/token', {
    room_name: '<img src=x onerror=alert(1)>',
    participant_identity: '\u202egnirts',
  });
  await ask('/token', { room_name: 'lobby', participant_identity: 'a'.repeat(256) });
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await activity.open('<img');
  await expect(activity.detail).toContainText('<img src=x onerror=alert(1)>');
  expect(await page.locator('img').count()).toBe(0);
  await activity.open('lobby');
  await expect(activity.detail).toContainText('a'.repeat(256));
  for (const cell of await activity.lines.first().locator('bdi').all()) {
    expect(
      await cell.evaluate((element) => element.getBoundingClientRect().right),
    ).toBeLessThanOrEqual(
      await activity.list.evaluate((element) => element.getBoundingClientRect().right),
    );
  }
});

test('a missing preset is made with one click, and the request then gets its token', async ({
  window: { page, frame, ask },
}) => {
  await ask('/token?preset=moderator', { room_name: 'lobby' });
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await activity.open('Refused');
  await activity.detail.getByRole('button', { name: 'Make a preset named moderator' }).click();
  await expect(frame.messages).toContainText('Preset moderator added');
  await activity.detail.getByRole('button', { name: 'Send again' }).click();
  await expect(activity.detail).toContainText('Token issued');
  await expect(activity.lines.first()).toContainText('moderator');
});

test('an ignored field is sent under its right name with one click', async ({
  window: { page, frame, ask },
}) => {
  await ask('/token?room=r1&username=bob', '');
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await activity.open('r1');
  await activity.detail.getByRole('button', { name: 'Use participant_identity' }).click();
  await expect(activity.lines.first()).toContainText('bob');
});

test('a field that the policy refuses is permitted with one click, and the request then passes', async ({
  window: { page, frame, ask, call },
}) => {
  const [project] = (await call('state.get')).projects;
  if (project === undefined) throw new Error('There is no project.');
  const { id, revision, policy } = project;
  await call('project.update', {
    id,
    revision,
    changes: { policy: { ...policy, participantMetadata: 'refuse' } },
  });
  await ask('/token', { participant_metadata: 'x' });
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await activity.open('Refused');
  await activity.detail.getByRole('button', { name: 'Let apps set participant_metadata' }).click();
  await expect(frame.messages).toContainText('Policy changed');
  await activity.detail.getByRole('button', { name: 'Send again' }).click();
  await expect(activity.detail).toContainText('Token issued');
});

test('broken JSON is marked where it breaks, and the doctor explains a refusal', async ({
  window: { page, frame, ask },
}) => {
  await ask('/token', '{"room_name": lobby}');
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await activity.open('Refused');
  await expect(activity.detail.getByRole('alert').or(activity.detail)).toContainText(
    'character 15',
  );
  await expect(activity.detail.locator('mark')).toHaveText('l');
  await activity.detail.getByRole('button', { name: 'Ask the doctor' }).click();
  await expect(page.getByText('invalid_json')).toBeVisible();
  await expect(page.getByRole('alert')).toContainText('Send a JSON object');
});

test('the answer is shown beside the request as it was sent, but for its token', async ({
  window: { page, frame, ask },
}) => {
  const answered = await ask('/token', { room_name: 'lobby' });
  const body: { participant_token: string } = await answered.json();
  await ask('/token?preset=nope');
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await activity.open('lobby');
  const answer = activity.detail.getByRole('region', { name: 'As sent' });
  await expect(answer).toContainText(`X-Request-Id: ${answered.headers.get('X-Request-Id')}`);
  await expect(answer).toContainText('"room_name": "lobby"');
  await expect(answer).toContainText(`…${body.participant_token.slice(-4)}"`);
  await expect(answer).not.toContainText(body.participant_token.split('.')[1] ?? '');
  await activity.open('Refused');
  await expect(answer).toContainText('X-Token-Tray-Error: unknown_preset');
  await expect(answer).toContainText('"error": "unknown_preset"');
});

test('the request ID is that of the answer, can be copied, and finds the request', async ({
  window: { page, frame, ask, clipboard },
}) => {
  const id = (await ask('/token', { room_name: 'first' })).headers.get('X-Request-Id') ?? '';
  expect(id).not.toBe('');
  await ask('/token', { room_name: 'second' });
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await activity.search.fill(id);
  await expect(activity.lines).toHaveCount(1);
  await activity.open('first');
  await activity.detail.getByRole('button', { name: 'Copy Request ID' }).click();
  await expect.poll(clipboard).toBe(id);
});

test('the same refusal again is one line with a count', async ({
  window: { page, frame, ask },
}) => {
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await ask('/token', { room_name: 'lobby' });
  for (let turn = 0; turn < 3; turn += 1) await ask('/token?preset=nope');
  await expect(activity.lines).toHaveCount(2);
  await expect(activity.lines.first()).toContainText('×3');
});

test('a paused or scrolled list does not move, and new requests are counted above it', async ({
  window: { page, frame, ask, call },
}) => {
  // A line grows when it says what the project's server lacks, or why its participant did not come.
  const project = async () => (await call('state.get')).projects[0];
  await expect.poll(async () => (await project())?.check).toBeDefined();
  const { id = '', revision = 0 } = (await project()) ?? {};
  await call('project.update', { id, revision, changes: { watchJoins: false } });
  const activity = createActivityPage(page);
  await frame.open('Activity');
  // A name that no generated identity contains, on the line that is farthest down.
  await ask('/token', { room_name: 'the-oldest' });
  for (let turn = 1; turn < 40; turn += 1) await ask('/token', { room_name: `r${turn}` });
  await expect(activity.lines).toHaveCount(40);

  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await ask('/token', { room_name: 'while-paused' });
  await expect(page.getByRole('button', { name: '1 new request' })).toBeVisible();
  await expect(activity.lines).toHaveCount(40);
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  await expect(activity.lines.first()).toContainText('while-paused');

  const row = activity.lines.filter({ hasText: 'the-oldest' });
  await row.scrollIntoViewIfNeeded();
  // Lines that were not in view have their own height only once they are drawn.
  await page.evaluate(
    () =>
      new Promise((resolve) => {
        requestAnimationFrame(() => requestAnimationFrame(resolve));
      }),
  );
  const before = await row.boundingBox();
  for (let turn = 0; turn < 3; turn += 1) await ask('/token', { room_name: 'while-scrolled' });
  await expect(page.getByRole('button', { name: '3 new requests' })).toBeVisible();
  expect(await row.boundingBox()).toEqual(before);
  await page.getByRole('button', { name: '3 new requests' }).click();
  await expect(activity.lines.first()).toContainText('while-scrolled');
  await expect(activity.lines.first()).toBeInViewport();
});

test('a request that comes before the scroll event does not move a scrolled list', async ({
  window: { page, frame, ask },
}) => {
  const activity = createActivityPage(page);
  await frame.open('Activity');
  // A name that no generated identity contains, on the line that is farthest down.
  await ask('/token', { room_name: 'the-oldest' });
  for (let turn = 1; turn < 40; turn += 1) await ask('/token', { room_name: `r${turn}` });
  await expect(activity.lines).toHaveCount(40);
  // A machine under load can be many frames late with it; here it never comes.
  await page.evaluate(() => {
    window.addEventListener('scroll', (event) => event.stopImmediatePropagation(), {
      capture: true,
    });
  });
  const row = activity.lines.filter({ hasText: 'the-oldest' });
  await row.scrollIntoViewIfNeeded();
  for (let turn = 0; turn < 3; turn += 1) await ask('/token', { room_name: 'while-scrolled' });
  await expect(page.getByRole('button', { name: '3 new requests' })).toBeVisible();
  await expect(activity.lines).toHaveCount(40);
});

test('the list is filtered by status, path and client once there is a choice', async ({
  window: { page, frame, ask },
}) => {
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await ask('/token', { room_name: 'one' }, { 'User-Agent': 'curl/8.5.0' });
  await expect(page.getByRole('combobox', { name: 'Status' })).toBeHidden();
  await ask('/token?preset=nope');
  await page.getByRole('combobox', { name: 'Status' }).selectOption('200');
  await expect(activity.lines).toHaveCount(1);
  await expect(activity.lines.first()).toContainText('one');
  await page.getByRole('combobox', { name: 'Status' }).selectOption('Any status');
  await page.getByRole('combobox', { name: 'Client' }).selectOption('curl');
  await expect(activity.lines).toHaveCount(1);
});

test('500 requests stay: only the lines that come in are made', async ({
  window: { page, frame, ask },
}) => {
  test.setTimeout(120_000);
  const many = async (count: number): Promise<void> => {
    for (let done = 0; done < count; done += 25) {
      await Promise.all(Array.from({ length: 25 }, () => ask('/token', { room_name: 'load' })));
    }
  };
  await many(500);
  const activity = createActivityPage(page);
  await frame.open('Activity');
  await expect(activity.lines).toHaveCount(500);
  await page.evaluate(() => {
    const page = window as Window & { madeLines?: number };
    page.madeLines = 0;
    new MutationObserver((changes) => {
      for (const { addedNodes } of changes) {
        for (const node of addedNodes) if (node instanceof HTMLLIElement) page.madeLines! += 1;
      }
    }).observe(document.body, { childList: true, subtree: true });
  });
  await many(100);
  await expect(activity.lines).toHaveCount(500);
  // Lines that were there are the same elements as before; no time is measured, since machines differ.
  await expect
    .poll(() => page.evaluate(() => (window as Window & { madeLines?: number }).madeLines))
    .toBe(100);
});
