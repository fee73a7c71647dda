import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IdentityGuard } from '../../../main/contract/project.ts';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { tokenAnswer } from '../../../main/endpoint/answer/token-answer.ts';
import { KITCHEN, startCore } from '../handlers/harness.ts';

const START = 1_800_000_000_000;

async function guarded(identityGuard?: IdentityGuard) {
  const core = await startCore({ now: START });
  const { item } = await core.call('project.create', { fields: KITCHEN, activate: true });
  if (identityGuard !== undefined) {
    const { id, revision } = item;
    await core.call('project.update', { id, revision, changes: { identityGuard } });
  }
  const ask = (userAgent: string, participantIdentity = 'amy', roomName = 'r') => {
    const { raw } = core.request();
    const fields = { roomName, participantIdentity, unknown: [] };
    const asked = core.request({
      fields,
      raw: {
        ...raw,
        id: `req-${userAgent}-${Math.random()}`,
        caller: { ...raw.caller, userAgent },
      },
    });
    return core.ports.endpointCore().issue(asked);
  };
  const identityFor = (...asked: Parameters<typeof ask>): unknown => {
    const result = ask(...asked);
    return result.ok ? decodeClaims(result.answer.token)?.['sub'] : result.failure.code;
  };
  return { ...core, ask, identityFor };
}

describe('an identity that another caller holds a live token for', () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  it('is given out again by default, and the answer says so', async () => {
    const { ask, identityFor } = await guarded();
    expect(identityFor('one')).toBe('amy');
    const result = ask('two');
    if (!result.ok) throw new Error(result.failure.message);
    expect(result.answer).toMatchObject({ participantIdentity: 'amy', guarded: 'kept' });
    const { headers = [] } = tokenAnswer('standard', result.answer, { id: 'r1' });
    expect(headers.join(' ')).toContain('X-Token-Tray-Identity kept');
  });

  it('gets a number behind it where the project wants that, the same one for the same caller', async () => {
    const { identityFor, call } = await guarded('suffix');
    expect(identityFor('one')).toBe('amy');
    expect(identityFor('two')).toBe('amy-2');
    expect(identityFor('three')).toBe('amy-3');
    expect(identityFor('two')).toBe('amy-2');
    expect(identityFor('one')).toBe('amy');
    expect(identityFor('two', 'bob')).toBe('bob');
    expect(identityFor('two', 'amy', 'another room')).toBe('amy');
    const changed = (await call('activity.list')).find(({ identity }) => identity === 'amy-3');
    expect(changed).toMatchObject({
      guarded: 'changed',
      note: expect.stringContaining('so this one got amy-3'),
    });
    const { fields } = await call('activity.get', { id: changed?.id ?? '' });
    expect(fields).toContainEqual({
      field: 'participant_identity',
      asked: 'amy',
      granted: 'amy-3',
      reason: 'identity_guard',
    });
  });

  it('is refused where the project wants that, without a token', async () => {
    const { ask, identityFor, ports } = await guarded('refuse');
    expect(identityFor('one')).toBe('amy');
    const minted = ports.mintCount();
    expect(ask('two')).toMatchObject({
      ok: false,
      failure: { code: 'identity_in_use', field: 'participant_identity' },
    });
    expect(ports.mintCount()).toBe(minted);
    expect(identityFor('one')).toBe('amy');
  });

  it('is free again once its token has expired', async () => {
    const { identityFor, ports } = await guarded('refuse');
    expect(identityFor('one')).toBe('amy');
    ports.setNow(START + 30 * 60_000);
    expect(identityFor('two')).toBe('amy');
  });

  it('is free again once its participant was not seen for 30 s', async () => {
    const { identityFor } = await guarded('refuse');
    expect(identityFor('one')).toBe('amy');
    expect(identityFor('two')).toBe('identity_in_use');
    await vi.advanceTimersByTimeAsync(30_000);
    expect(identityFor('two')).toBe('amy');
  });

  it('too long for a number behind it is given out again', async () => {
    const { identityFor } = await guarded('suffix');
    const long = 'i'.repeat(250);
    expect([identityFor('one', long), identityFor('two', long)]).toEqual([long, long]);
  });
});
