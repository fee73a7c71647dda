import { gzipSync } from 'node:zlib';
import { EVENT_NAMES } from '../../../main/contract/client.ts';
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createEventFrameReader, type EventFrame } from '../../../main/contract/http-protocol.ts';
import { SENTINEL, startControlFixture, type ControlFixture } from './control-fixture.ts';
import { rawHttp } from './raw-http.ts';

let window: ControlFixture;

beforeAll(async () => {
  window = await startControlFixture();
});
afterAll(() => window.close());
afterEach(() => {
  window.calls.length = 0;
  window.logged.length = 0;
});

function call(
  name: string,
  { body, headers = {} }: { body?: BodyInit; headers?: Record<string, string> } = {},
): Promise<Response> {
  return fetch(new URL(`/api/call/${name}`, window.server.url), {
    method: 'POST',
    headers: { Authorization: `Bearer ${window.session.token}`, ...headers },
    ...(body === undefined ? {} : { body }),
  });
}

async function openStream(): Promise<{
  frames: EventFrame[];
  raw: () => string;
  end: () => void;
}> {
  const controller = new AbortController();
  const response = await fetch(new URL('/api/events', window.server.url), {
    headers: { Authorization: `Bearer ${window.session.token}` },
    signal: controller.signal,
  });
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  const frames: EventFrame[] = [];
  let raw = '';
  const read = createEventFrameReader();
  const decoder = new TextDecoder();
  const reading = (async () => {
    for await (const chunk of response.body ?? []) {
      const text = decoder.decode(chunk, { stream: true });
      raw += text;
      frames.push(...read(text));
    }
  })();
  reading.catch(() => {
    // Ended by the test.
  });
  return {
    frames,
    raw: () => raw,
    end: () => {
      controller.abort();
    },
  };
}

describe('calls over HTTP', () => {
  it.each([
    ['cut short', `{"apiSecret":"${SENTINEL}`, 400, 'invalid_json'],
    ['not JSON', SENTINEL, 400, 'invalid_json'],
    ['nested without end', `${'['.repeat(100_000)}"${SENTINEL}"`, 400, 'invalid_json'],
    ['not UTF-8', Buffer.from(`{"apiSecret":"${SENTINEL}\u00ff"}`, 'latin1'), 400, 'invalid_json'],
    ['UTF-16', Buffer.from(`{"apiSecret":"${SENTINEL}"}`, 'utf16le'), 400, 'invalid_json'],
  ])('N3 repeats and logs nothing of a body that is %s', async (_what, body, status, code) => {
    const spies = (['log', 'info', 'warn', 'error'] as const).map((name) =>
      vi.spyOn(console, name).mockImplementation(() => {}),
    );
    const response = await call('project.create', { body });
    const text = await response.text();
    expect(response.status).toBe(status);
    expect(JSON.parse(text)).toMatchObject({ ok: false, error: { code } });
    expect(text).not.toContain(SENTINEL.slice(0, 10));
    expect(window.logged.join('')).not.toContain(SENTINEL);
    for (const spy of spies) expect(JSON.stringify(spy.mock.calls)).not.toContain(SENTINEL);
    expect(window.calls).toEqual([]);
  });

  it('N6 takes no compressed body', async () => {
    const response = await call('project.create', {
      body: gzipSync(JSON.stringify({ apiSecret: SENTINEL })),
      headers: { 'Content-Encoding': 'gzip' },
    });
    expect(response.status).toBe(415);
    await response.text();
  });

  it('R11 refuses a huge body by its announced length, before it arrives', async () => {
    const answer = await rawHttp(
      window.port,
      `POST /api/call/settings.import HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${window.session.token}\r\nContent-Length: 1000000000\r\n\r\n`,
    );
    expect(answer.status).toBe(413);
  });

  it('R11 takes a settings file of 8 MiB', async () => {
    const content = '\u00e4'.repeat(8 * 1024 * 1024);
    const response = await call('settings.import', { body: JSON.stringify({ content }) });
    expect(response.status).toBe(200);
    await response.text();
    expect(window.calls[0]?.input).toEqual({ content });
  });

  it.each(['development', 'production', ''])(
    'N2 N3 hides the words of an unexpected error when NODE_ENV is %j',
    async (environment) => {
      vi.stubEnv('NODE_ENV', environment);
      const stderr = vi.spyOn(console, 'error').mockImplementation(() => {});
      const response = await call('boom', { body: JSON.stringify({ apiSecret: SENTINEL }) });
      vi.unstubAllEnvs();
      const text = await response.text();
      expect(response.status).toBe(500);
      expect(response.headers.get('content-type')).toContain('application/json');
      const requestId = /"requestId":"(req-[0-9a-f]{12})"/.exec(text)?.[1];
      expect(requestId).toBe(response.headers.get('x-request-id'));
      expect(window.logged.join('')).toContain(requestId);
      for (const output of [text, window.logged.join(''), JSON.stringify(stderr.mock.calls)]) {
        expect(output).not.toContain(SENTINEL);
      }
    },
  );

  it('passes the input and the reply on as they are', async () => {
    const input = { text: 'snow ☃ \u2028 \ud83d\ude00', deep: [{ a: null, __proto__: {} }] };
    const response = await call('clipboard.copy', { body: JSON.stringify(input) });
    expect(await response.json()).toEqual({ ok: true, value: null });
    expect(window.calls).toEqual([{ name: 'clipboard.copy', input }]);
  });

  it('caches the parts with a digest in their name, and nothing else', async () => {
    const part = await fetch(new URL('/assets/index-abc.js', window.server.url));
    expect(part.headers.get('cache-control')).toContain('immutable');
    expect(await part.text()).toBe('export {};');
    const response = await call('state.get');
    expect(response.headers.get('cache-control')).toBe('no-store');
    await response.text();
  });
});

describe('events over HTTP', () => {
  it('begin with a comment and the whole state, then push every event', async () => {
    const stream = await openStream();
    await vi.waitFor(() => {
      expect(stream.frames).toHaveLength(1);
    });
    expect(stream.raw()).toMatch(/^: connected\n\n/);
    window.emit('activity.cleared', null);
    window.emit('window.show', { view: 'settings\n\nevent: forged\ndata: 1' });
    await vi.waitFor(() => {
      expect(stream.frames).toHaveLength(3);
    });
    expect(stream.frames).toEqual([
      { event: 'state.changed', payload: { revision: 7 } },
      { event: 'activity.cleared', payload: null },
      { event: 'window.show', payload: { view: 'settings\n\nevent: forged\ndata: 1' } },
    ]);
    stream.end();
  });

  it('leave no listener behind', async () => {
    await vi.waitFor(() => {
      expect(window.listeners()).toBe(0);
    });
    const streams = await Promise.all([openStream(), openStream()]);
    expect(window.listeners()).toBe(2 * EVENT_NAMES.length);
    for (const stream of streams) stream.end();
    await vi.waitFor(() => {
      expect(window.listeners()).toBe(0);
    });
  });

  it('R8 end when the host stops', async () => {
    const other = await startControlFixture();
    const response = await fetch(new URL('/api/events', other.server.url), {
      headers: { Authorization: `Bearer ${other.session.token}` },
    });
    const ended = response.text();
    await other.close();
    expect(await ended).toContain('state.changed');
    await expect(fetch(other.server.url)).rejects.toThrow();
  });
});

describe('reading events in pieces', () => {
  it('does not depend on where the pieces are cut', () => {
    const text = ': hello\n\nevent: a\ndata: {"x":1}\n\n: more\n\nevent: b\ndata: null\n\n';
    for (let size = 1; size <= text.length; size += 1) {
      const read = createEventFrameReader();
      const frames: EventFrame[] = [];
      for (let at = 0; at < text.length; at += size)
        frames.push(...read(text.slice(at, at + size)));
      expect(frames).toEqual([
        { event: 'a', payload: { x: 1 } },
        { event: 'b', payload: null },
      ]);
    }
  });
});
