import { expect, test, type Page } from '@playwright/test';
import { startHeadless, type Headless } from '../fixtures/headless.ts';
import {
  SERVER_KEY,
  SERVER_SECRET,
  startLiveKitServer,
  type RealLiveKitServer,
} from '../fixtures/real-livekit-server.ts';
import { createFrame } from '../pages/frame.ts';

let server: RealLiveKitServer;
let host: Headless;

test.beforeAll(async () => {
  server = await startLiveKitServer();
  host = await startHeadless({
    env: {
      LIVEKIT_URL: server.url,
      LIVEKIT_API_KEY: SERVER_KEY,
      LIVEKIT_API_SECRET: SERVER_SECRET,
    },
  });
});

test.afterAll(async () => {
  await host.close();
  await server.close();
});

/** Presses a button that opens the room page, and answers the page. */
async function openRoomPage(window: Page, button: string): Promise<Page> {
  const [opened] = await Promise.all([
    window.context().waitForEvent('page'),
    window.getByRole('button', { name: button }).first().click(),
  ]);
  await expect(opened.getByRole('status').filter({ hasText: 'Connected' })).toBeVisible();
  return opened;
}

/** How many frames of `identity` the page has shown. */
async function framesOf(page: Page, identity: RegExp): Promise<number> {
  const video = page.getByRole('listitem', { name: identity }).locator('video');
  return Number((await video.getAttribute('data-frames')) ?? 0);
}

type HeardWindow = Window & { audioElements?: Set<HTMLAudioElement> };

/** Writes down the audio elements that get a stream: livekit-client keeps them out of the document. */
function watchAudio(): void {
  const elements = new Set<HTMLAudioElement>();
  (window as HeardWindow).audioElements = elements;
  const property = Object.getOwnPropertyDescriptor(HTMLMediaElement.prototype, 'srcObject');
  Object.defineProperty(HTMLMediaElement.prototype, 'srcObject', {
    ...property,
    set(this: HTMLMediaElement, stream: MediaProvider | null) {
      if (this instanceof HTMLAudioElement) elements.add(this);
      property?.set?.call(this, stream);
    },
  });
}

/** How many audio elements of the page play a stream now. */
function playing(page: Page): Promise<number> {
  return page.evaluate(
    () =>
      [...((window as HeardWindow).audioElements ?? [])].filter(
        ({ srcObject, paused, currentTime }) => srcObject !== null && !paused && currentTime > 0,
      ).length,
  );
}

test('Room: a test participant and a watcher, seen, heard, changed and removed', async ({
  browser,
}) => {
  // Two more pages, a video encoder and a server beside the window.
  test.slow();
  const context = await browser.newContext({ viewport: { width: 1200, height: 800 } });
  await context.addInitScript(watchAudio);
  const window = await context.newPage();
  const complaints: string[] = [];
  context.on('weberror', (error) => complaints.push(error.error().message));
  await window.goto(await host.link());
  const frame = createFrame(window);
  await frame.open('Room');
  await expect(window.getByRole('heading', { name: 'No rooms are open' })).toBeVisible();

  // The second participant, with its moving picture.
  const sender = await openRoomPage(window, 'Add a test participant');
  const detail = window.getByRole('region', { name: 'Room', exact: true });
  await expect(detail.getByRole('heading', { name: 'demo' })).toBeVisible();
  const member = detail.getByRole('button', { name: /^\w+ test-participant-\w+ / });
  await expect(member).toContainText('Active');
  await expect(detail.getByRole('list', { name: 'Tracks' })).toContainText('Camera');
  await expect(detail).toContainText('publish, subscribe, send data');
  await expect(detail).toContainText('Token Tray’s own room page');

  // A watcher, which the sender does not see.
  const watcher = await openRoomPage(window, 'Join and watch');
  await expect.poll(() => framesOf(watcher, /^test-participant-/)).toBeGreaterThan(30);
  await expect(watcher.getByText(/640 × 360, \d+ fps/)).toBeVisible();
  await expect(sender.getByText('No one else is here yet.')).toBeVisible();
  await expect(detail.getByRole('button', { name: /watcher-/ })).toContainText('Hidden');

  // Chat, a text stream and data from one page to the other.
  const events = watcher.getByRole('log', { name: 'Events' });
  await watcher.getByLabel('Listen to topic').fill('notes');
  await watcher.getByRole('button', { name: 'Listen' }).click();
  const say = async (kind: string, text: string, topic?: string): Promise<void> => {
    await sender.getByRole('radio', { name: kind }).check();
    if (topic !== undefined) await sender.getByLabel('Topic', { exact: true }).fill(topic);
    await sender.getByLabel('Text', { exact: true }).fill(text);
    await sender.getByRole('button', { name: 'Send' }).click();
    await expect(sender.getByLabel('Text', { exact: true })).toHaveValue('');
  };
  await say('Chat', 'good morning');
  await expect(events.getByRole('listitem').filter({ hasText: 'good morning' })).toContainText(
    'Chat',
  );
  await say('Text stream', 'a long story', 'notes');
  await expect(events.getByRole('listitem').filter({ hasText: 'a long story' })).toContainText(
    'Text stream',
  );
  await say('Text stream', 'what was said', 'lk.transcription');
  await expect(events.getByRole('listitem').filter({ hasText: 'what was said' })).toContainText(
    'Transcription',
  );
  await say('Data', '{"x":1}', 'position');
  await expect(events.getByRole('listitem').filter({ hasText: 'position: {"x":1}' })).toContainText(
    'Data',
  );

  // Data from the server, as a backend sends it.
  await detail.getByRole('button', { name: 'Send data', exact: true }).first().click();
  const form = detail.getByRole('form', { name: 'Send data to everyone' });
  await form.getByLabel('Text').fill('from the backend');
  await form.getByRole('button', { name: 'Send' }).click();
  for (const page of [sender, watcher]) {
    await expect(
      page.getByRole('log', { name: 'Events' }).getByText('from the backend'),
    ).toBeVisible();
  }

  // The tone: played only when it is asked for.
  await sender.getByLabel('Test tone').click();
  await expect(detail.getByRole('list', { name: 'Tracks' })).toContainText('Microphone');
  await expect(events.getByText('publishes microphone')).toBeVisible();
  expect(await playing(watcher)).toBe(0);
  await watcher.getByLabel('Play audio').click();
  await expect.poll(() => playing(watcher)).toBe(1);
  await watcher.getByLabel('Play audio').click();
  await expect.poll(() => playing(watcher)).toBe(0);

  // Metadata and attributes.
  await detail.getByRole('button', { name: 'Change', exact: true }).click();
  const change = detail.getByRole('form', { name: /^Change test-participant-/ });
  await change.getByLabel('Metadata').fill('seat 7');
  await change.getByRole('button', { name: 'Add an attribute' }).click();
  await change.getByRole('textbox', { name: 'Attribute 1' }).fill('side');
  await change.getByRole('textbox', { name: 'Value 1' }).fill('left');
  await change.getByRole('button', { name: 'Change', exact: true }).click();
  for (const page of [sender, watcher]) {
    const log = page.getByRole('log', { name: 'Events' });
    await expect(log.getByText('metadata: seat 7')).toBeVisible();
    await expect(log.getByText('attributes: {"side":"left"}')).toBeVisible();
  }
  await expect(detail).toContainText('seat 7');

  // Mute: frames stop; the server unmutes no one by itself.
  await detail.getByRole('button', { name: /^Mute camera of test-participant-/ }).click();
  await expect(events.getByText('mutes camera')).toBeVisible();
  await expect(watcher.getByText('No video')).toBeVisible();
  await detail.getByRole('button', { name: /^Unmute camera of test-participant-/ }).click();
  await expect(
    detail
      .getByRole('alert')
      .getByText('This server lets only the participant itself unmute a track.'),
  ).toBeVisible();

  // Removed.
  await detail.getByRole('button', { name: 'Remove', exact: true }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Remove from the room' }).click();
  await expect(sender.getByText('You were removed from the room.')).toBeVisible();
  await expect(events.getByRole('listitem').filter({ hasText: /Left/ })).toBeVisible();
  await expect(member).toBeHidden();

  // Closed.
  await detail.getByRole('button', { name: 'More actions' }).click();
  await window.getByRole('menuitem', { name: 'Close the room' }).click();
  await window.getByRole('dialog').getByRole('button', { name: 'Close the room' }).click();
  await expect(watcher.getByText('The room was closed.')).toBeVisible();
  await expect(window.getByRole('heading', { name: 'No rooms are open' })).toBeVisible();

  // The address works once.
  await sender.reload();
  await expect(sender.getByText('This link was used before')).toBeVisible();
  expect(complaints).toEqual([]);
  await context.close();
});
