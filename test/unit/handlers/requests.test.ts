import { afterEach, describe, expect, it, vi } from 'vitest';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { expectFailure, KITCHEN, SECRET, startCore } from './harness.ts';

afterEach(() => {
  vi.useRealTimers();
});

it('requests that are gone cannot be exported, and those that are left can', async () => {
  const { ports, request, call, fail } = await startCore({ now: Date.UTC(2026, 10, 26) });
  const kept = request();
  ports.endpointCore().issue(kept);
  expectFailure(await fail('activity.export', { ids: ['gone'] }), 'unknown_item');
  const { fileName, content } = await call('activity.export', { ids: ['gone', kept.raw.id] });
  expect(fileName).toBe('token-tray-requests-2026-11-26.har');
  expect(JSON.parse(content)).toMatchObject({ log: { entries: [{ _requestId: kept.raw.id }] } });
});

describe('requests of apps', () => {
  it('answers before anything is configured, and shows what was granted', async () => {
    const { ports, request, call } = await startCore();
    const result = ports.endpointCore().issue(request());
    expect(result).toMatchObject({ ok: true, answer: { serverUrl: 'ws://localhost:7880' } });
    const [entry] = await call('activity.list');
    expect(entry).toMatchObject({ outcome: 'issued', status: 200, projectName: 'Local LiveKit' });
    const detail = await call('activity.get', { id: entry?.id ?? '' });
    expect(detail.claims).toMatchObject({ iss: 'devkey' });
    expect(detail.request.headers['authorization']).not.toContain('SENTINEL');
  });

  it('chooses the project by token server ID, else by slug, else the active one', async () => {
    const { ports, request, call, snapshot } = await startCore();
    const { item: kitchen } = await call('project.create', { fields: KITCHEN });
    const issuer = (overrides: Parameters<typeof request>[0]) => {
      const result = ports.endpointCore().issue(request(overrides));
      return result.ok ? decodeClaims(result.answer.token)?.['iss'] : result.failure.code;
    };
    expect(issuer({})).toBe(kitchen.apiKey);
    expect(issuer({ projectSlug: 'local' })).toBe('devkey');
    const { slug, tokenServerId } = kitchen;
    expect(issuer({ projectSlug: slug, tokenServerId })).toBe(kitchen.apiKey);
    expect(issuer({ projectSlug: 'local', tokenServerId })).toBe('project_conflict');
    expect(issuer({ tokenServerId: snapshot().projects[0]?.tokenServerId ?? '' })).toBe('devkey');
    expect(issuer({ projectSlug: 'nope' })).toBe('unknown_project');
  });

  it('lists what is known where a slug is not', async () => {
    const { ports, request } = await startCore();
    expect(ports.endpointCore().issue(request({ presetSlug: 'nope' }))).toMatchObject({
      ok: false,
      failure: { code: 'unknown_preset', message: expect.stringContaining('participant, viewer') },
    });
  });

  it('W22 answers an unknown X-Sandbox-ID for the active project, with a warning', async () => {
    const { ports, request, call } = await startCore();
    expect(ports.endpointCore().issue(request({ tokenServerId: 'other' }))).toMatchObject({
      ok: true,
    });
    const [entry] = await call('activity.list');
    const { warnings } = await call('activity.get', { id: entry?.id ?? '' });
    expect(warnings).toMatchObject([{ code: 'unknown_token_server_id' }]);
  });

  it('A23 grants what the preset says, whatever the request holds', async () => {
    const { ports, request } = await startCore();
    const fields = { roomName: 'r', unknown: ['roomAdmin', 'hidden', 'kind', 'video'] };
    const result = ports.endpointCore().issue(request({ fields, presetSlug: 'viewer' }));
    expect(result.ok && decodeClaims(result.answer.token)?.['video']).toEqual({
      roomJoin: true,
      canPublish: false,
      canPublishData: false,
      canSubscribe: true,
      room: 'r',
    });
  });

  it.each([
    ['missing', 'secret_missing'],
    ['waiting', 'secret_waiting'],
    ['locked', 'secret_locked'],
    ['unreadable', 'secret_unreadable'],
  ] as const)('A26 E17 signs nothing while the secret is %s', async (state, code) => {
    const { ports, request, call, snapshot } = await startCore();
    const {
      item: { id },
    } = await call('project.create', { fields: KITCHEN });
    ports.secrets.readings.set(id, { state });
    ports.secrets.tellChange();
    await expect.poll(() => snapshot().projects.at(-1)?.secret.state).toBe(state);
    expect(ports.endpointCore().issue(request())).toMatchObject({ ok: false, failure: { code } });
    expect(ports.mintCount()).toBe(0);
    expect(ports.endpointCore().issue(request({ projectSlug: 'local' }))).toMatchObject({
      ok: true,
    });
    ports.secrets.readings.set(id, { state: 'set', secret: SECRET });
    ports.secrets.tellChange();
    await expect.poll(() => ports.endpointCore().issue(request()).ok).toBe(true);
  });

  it('warns of two callers with one identity in one room', async () => {
    const { ports, request, call } = await startCore();
    const fields = { roomName: 'r', participantIdentity: 'amy', unknown: [] };
    const from = (userAgent: string) => {
      const { raw } = request();
      return request({ fields, raw: { ...raw, caller: { ...raw.caller, userAgent } } });
    };
    ports.endpointCore().issue(from('okhttp/4'));
    ports.endpointCore().issue(from('okhttp/4'));
    const quiet = await call('activity.list');
    expect(quiet.some(({ note }) => note !== undefined)).toBe(false);
    ports.endpointCore().issue(from('Dart/3'));
    const [entry] = await call('activity.list');
    const { warnings } = await call('activity.get', { id: entry?.id ?? '' });
    expect(warnings).toMatchObject([{ code: 'identity_in_use' }]);
  });

  it('remembers the newest 500 requests, newest first', async () => {
    const { ports, request, call } = await startCore();
    for (let index = 0; index < 1200; index += 1) {
      ports.endpointCore().issue(request({ fields: { roomName: `r${index}`, unknown: [] } }));
    }
    const list = await call('activity.list');
    expect(list).toHaveLength(500);
    expect(list[0]?.room).toBe('r1199');
    expect(list.at(-1)?.room).toBe('r700');
  });

  it('pushes new lines together, oldest first, and only to listeners', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    const { ports, request, client } = await startCore();
    ports.endpointCore().issue(request({ fields: { roomName: 'before', unknown: [] } }));
    vi.runOnlyPendingTimers();
    const pushed: string[][] = [];
    const stop = client.listen('activity.added', (entries) => {
      pushed.push(entries.map(({ room }) => room ?? ''));
    });
    for (const roomName of ['a', 'b', 'c']) {
      ports.endpointCore().issue(request({ fields: { roomName, unknown: [] } }));
    }
    expect(pushed).toEqual([]);
    vi.runOnlyPendingTimers();
    expect(pushed).toEqual([['a', 'b', 'c']]);
    stop();
  });

  it('allows the origin of a blocked request when a person says so', async () => {
    const { ports, request, call } = await startCore();
    const { raw } = request();
    ports
      .endpointCore()
      .refuse(
        raw,
        { code: 'origin_not_allowed', message: 'No.' },
        { rule: 'origin', remedy: { kind: 'origin', value: 'https://app.example.com' } },
      );
    const [entry] = await call('activity.list');
    expect(entry).toMatchObject({ outcome: 'blocked', status: 403, error: { rule: 'origin' } });
    expect(ports.endpointCore().access().allowedOrigins.size).toBe(0);
    await call('activity.allow', { id: entry?.id ?? '' });
    expect([...ports.endpointCore().access().allowedOrigins]).toEqual(['https://app.example.com']);
  });

  it('N2 hides what went wrong inside, and logs it without secrets', async () => {
    const { ports, request, call } = await startCore({
      sign: () => {
        throw new Error(`inner fault of ${SECRET}`);
      },
    });
    await call('project.create', { fields: KITCHEN });
    const result = ports.endpointCore().issue(request());
    expect(result).toMatchObject({ ok: false, failure: { code: 'internal' } });
    expect(JSON.stringify(result)).not.toContain('inner fault');
    expect(JSON.stringify(ports.lines)).toContain('requests.test.ts');
    expect(JSON.stringify(ports.lines)).not.toContain('inner fault');
    expect(JSON.stringify(ports.lines)).not.toContain(SECRET);
  });
});
