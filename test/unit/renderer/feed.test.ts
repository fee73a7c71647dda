import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { Reply, Transport } from '../../../main/contract/client.ts';
import { createFeed } from '../../../renderer/src/state/feed.ts';
import type { LinkStatus } from '../../../renderer/src/state/host-link.ts';
import { anEntry, aSnapshot, aToken } from '../../fixtures/snapshot.ts';

/** A feed whose replies come when the test says so, as on a busy machine. */
function aFeed() {
  const waiting = new Map<string, ((reply: Reply<unknown>) => void)[]>();
  const listeners = new Map<string, (payload: unknown) => void>();
  const status = signal<LinkStatus>('connecting');
  const transport: Transport = {
    call: (name) =>
      new Promise((resolve) => {
        waiting.set(name, [...(waiting.get(name) ?? []), resolve]);
      }),
    listen: (event, listener) => {
      listeners.set(event, listener);
      return () => listeners.delete(event);
    },
  };
  const feed = createFeed(transport, status);
  return {
    feed,
    online: () => {
      status.value = 'offline';
      status.value = 'online';
    },
    asked: (name: string) => waiting.get(name)?.length ?? 0,
    tell: (event: string, payload: unknown) => listeners.get(event)?.(payload),
    /** Answers the oldest call of this name that waits. */
    answer: async (name: string, value: unknown) => {
      waiting.get(name)?.shift()?.({ ok: true, value });
      await new Promise((resolve) => setImmediate(resolve));
    },
  };
}

async function answerAll(
  { answer }: ReturnType<typeof aFeed>,
  values: { state?: unknown; activity?: unknown; tokens?: unknown } = {},
): Promise<void> {
  await answer('host.describe', {});
  await answer('state.get', values.state ?? aSnapshot());
  await answer('activity.list', values.activity ?? []);
  await answer('token.list', values.tokens ?? []);
}

const ids = (entries: readonly { id: string }[] | undefined) => entries?.map(({ id }) => id);

describe('events that arrive while the window is still loading', () => {
  it('keeps a request that came after the list was asked for', async () => {
    const window = aFeed();
    window.online();
    window.tell('activity.added', [anEntry({ id: 'new' })]);
    await answerAll(window, { activity: [anEntry({ id: 'old' })] });
    expect(ids(window.feed.activity.value)).toEqual(['new', 'old']);
  });

  it('shows a request once that both the list and the event bring', async () => {
    const window = aFeed();
    window.online();
    window.tell('activity.added', [anEntry({ id: 'new' })]);
    await answerAll(window, { activity: [anEntry({ id: 'new' }), anEntry({ id: 'old' })] });
    expect(ids(window.feed.activity.value)).toEqual(['new', 'old']);
  });

  it('does not bring back what was cleared meanwhile', async () => {
    const window = aFeed();
    window.online();
    window.tell('activity.added', [anEntry({ id: 'before' })]);
    window.tell('activity.cleared', null);
    window.tell('activity.added', [anEntry({ id: 'after' })]);
    await answerAll(window, { activity: [anEntry({ id: 'before' })] });
    expect(ids(window.feed.activity.value)).toEqual(['after']);
  });

  it('keeps the tokens and the state of an event over an older reply', async () => {
    const window = aFeed();
    window.online();
    window.tell('tokens.changed', [aToken({ id: 'new' })]);
    window.tell('state.changed', aSnapshot({ sequence: 2, server: { status: 'stopped' } }));
    await answerAll(window);
    expect(ids(window.feed.tokens.value)).toEqual(['new']);
    expect(window.feed.snapshot.value?.server.status).toBe('stopped');
  });

  it('takes a reply that is newer than the event before it', async () => {
    const window = aFeed();
    window.online();
    window.tell('state.changed', aSnapshot({ revision: 3 }));
    await answerAll(window, { state: aSnapshot({ sequence: 2, revision: 4 }) });
    expect(window.feed.snapshot.value?.revision).toBe(4);
  });

  it('takes the state that a change answers with, and keeps a newer one', async () => {
    const window = aFeed();
    window.online();
    await answerAll(window, { state: aSnapshot({ sequence: 1 }) });
    const stopped = window.feed.client.call('server.stop');
    const state = aSnapshot({ sequence: 3, server: { status: 'stopped' } });
    await window.answer('server.stop', { snapshot: state });
    expect((await stopped).ok).toBe(true);
    expect(window.feed.snapshot.value).toEqual(state);
    window.tell('state.changed', aSnapshot({ sequence: 2 }));
    expect(window.feed.snapshot.value).toEqual(state);
  });

  it('reads the state only if the host has a newer one', async () => {
    const window = aFeed();
    window.online();
    await answerAll(window, { state: aSnapshot({ sequence: 5 }) });
    window.feed.catchUp(5);
    expect(window.asked('state.get')).toBe(0);
    window.feed.catchUp(6);
    await window.answer('state.get', aSnapshot({ sequence: 6, revision: 9 }));
    expect(window.feed.snapshot.value?.revision).toBe(9);
  });

  it('reads everything again when the link is back', async () => {
    const window = aFeed();
    window.online();
    await answerAll(window, { activity: [anEntry({ id: 'first' })] });
    window.tell('activity.added', [anEntry({ id: 'of the first host' })]);
    window.online();
    await answerAll(window, {
      activity: [anEntry({ id: 'second' })],
      tokens: [aToken({ id: 'second' })],
    });
    expect(ids(window.feed.activity.value)).toEqual(['second']);
    expect(ids(window.feed.tokens.value)).toEqual(['second']);
  });

  it('lets a reading that another one overtook change nothing', async () => {
    const window = aFeed();
    window.online();
    window.online();
    await answerAll(window, { activity: [anEntry({ id: 'overtaken' })] });
    expect(window.feed.activity.value).toBeUndefined();
    await answerAll(window, { activity: [anEntry({ id: 'counts' })] });
    expect(ids(window.feed.activity.value)).toEqual(['counts']);
  });
});
