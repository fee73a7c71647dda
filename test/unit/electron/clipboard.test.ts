import type { Clipboard, ClipboardItem } from 'electron';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  concealedText,
  createClipboard,
  SECRET_SECONDS,
  type HostClipboard,
} from '../../../main/hosts/electron/clipboard.ts';

it.each([
  ['darwin', 'electron application/osclipboard;format="org.nspasteboard.ConcealedType"', ''],
  ['linux', 'electron application/osclipboard;format="x-kde-passwordManagerHint"', 'secret'],
  [
    'win32',
    'electron application/osclipboard;format="ExcludeClipboardContentFromMonitorProcessing"',
    '1',
  ],
] as const)(
  "E21 a secret is marked as %s's clipboard managers want it",
  (platform, type, value) => {
    expect(concealedText('a secret', platform)).toEqual({
      'text/plain': 'a secret',
      [type]: value,
    });
  },
);

it('E21 a secret is its text alone where clipboard managers look for no mark', () => {
  expect(concealedText('a secret', 'freebsd')).toEqual({ 'text/plain': 'a secret' });
});

describe('a secret on the clipboard', () => {
  beforeEach(() => {
    vi.useFakeTimers();
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  interface Board {
    text: string;
    /** The desktop does not let us clear it. */
    stuck: boolean;
  }

  function bench(): { host: HostClipboard; main: Board; primary: Board; reports: string[] } {
    const main = { text: '', stuck: false };
    const primary = { text: '', stuck: false };
    const reports: string[] = [];
    const board = (of: Board): object => ({
      readText: async () => of.text,
      clear: () => {
        if (!of.stuck) of.text = '';
      },
    });
    const clipboard = {
      ...board(main),
      selection: board(primary),
      // X11's Chromium writes both.
      write: async ([{ text }]: [{ text: string }]) => {
        main.text = text;
        primary.text = text;
      },
    };
    const host = createClipboard({
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      clipboard: clipboard as unknown as Clipboard,
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion
      createItem: (data) => ({ text: data['text/plain'] }) as unknown as ClipboardItem,
      report: (message) => reports.push(message),
    });
    return { host, main, primary, reports };
  }

  it('E21 stays for half a minute and goes then, from the selection too', async () => {
    const { host, main, primary, reports } = bench();
    await host.copySecret('a secret');
    await vi.advanceTimersByTimeAsync(SECRET_SECONDS * 1000 - 1);
    expect([main.text, primary.text]).toEqual(['a secret', 'a secret']);
    await vi.advanceTimersByTimeAsync(1);
    expect([main.text, primary.text, reports]).toEqual(['', '', []]);
  });

  it('E21 leaves alone what was copied since, on either', async () => {
    const { host, main, primary } = bench();
    await host.copySecret('a secret');
    primary.text = 'marked with the mouse';
    await host.clearSecret();
    expect([main.text, primary.text]).toEqual(['', 'marked with the mouse']);
    await host.copySecret('a secret');
    main.text = 'copied elsewhere';
    await host.clearSecret();
    expect([main.text, primary.text]).toEqual(['copied elsewhere', '']);
  });

  it('E21 that cannot be cleared is reported', async () => {
    const { host, primary, reports } = bench();
    await host.copySecret('a secret');
    primary.stuck = true;
    await vi.advanceTimersByTimeAsync(SECRET_SECONDS * 1000);
    expect(reports).toEqual([
      'The API secret could not be cleared from the clipboard. Copy something else to replace it.',
    ]);
  });

  it('E21 a second one gets its own half minute', async () => {
    const { host, main } = bench();
    await host.copySecret('a secret');
    await vi.advanceTimersByTimeAsync(20_000);
    await host.copySecret('a secret');
    await vi.advanceTimersByTimeAsync(20_000);
    expect(main.text).toBe('a secret');
    await vi.advanceTimersByTimeAsync(10_000);
    expect(main.text).toBe('');
  });
});
