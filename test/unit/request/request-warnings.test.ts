import { describe, expect, it } from 'vitest';
import type { WarningCode } from '../../../main/contract/activity.ts';
import type { TokenRequest } from '../../../main/core/ports.ts';
import { startCore, type Harness } from '../handlers/harness.ts';

const START = Date.UTC(2026, 10, 24, 12);
const MINUTE = 60_000;

/** Asks for a token, and answers the warnings of its line in the activity. */
async function warningsOf(
  { ports, request, call }: Harness,
  overrides: Partial<TokenRequest>,
  caller: Partial<TokenRequest['raw']['caller']> = {},
): Promise<WarningCode[]> {
  const asked = request(overrides);
  const raw = { ...asked.raw, caller: { ...asked.raw.caller, ...caller } };
  expect(ports.endpointCore().issue({ ...asked, raw })).toMatchObject({ ok: true });
  const [entry] = await call('activity.list');
  const { warnings } = await call('activity.get', { id: entry?.id ?? '' });
  return warnings.map(({ code }) => code);
}

function fields(participantIdentity: string, roomName = 'r'): Pick<TokenRequest, 'fields'> {
  return { fields: { roomName, participantIdentity, unknown: [] } };
}

describe('the warnings of a token that was issued', () => {
  it('is there none for an ordinary request', async () => {
    expect(await warningsOf(await startCore(), {})).toEqual([]);
  });

  it('tells of an identity that another caller holds, until that token has expired', async () => {
    const core = await startCore({ now: START });
    expect(await warningsOf(core, fields('amy'), { userAgent: 'one' })).toEqual([]);
    core.ports.setNow(START + 14 * MINUTE);
    expect(await warningsOf(core, fields('amy'), { userAgent: 'two' })).toEqual([
      'identity_in_use',
    ]);
    core.ports.setNow(START + 30 * MINUTE);
    expect(await warningsOf(core, fields('amy'), { userAgent: 'three' })).toEqual([]);
  });

  it('tells of a lifetime of more than a day, and not of a day', async () => {
    const core = await startCore();
    const preset = { name: 'Long', grants: { video: { roomJoin: true } } };
    for (const [slug, ttlSeconds] of [
      ['day', 24 * 60 * 60],
      ['more', 24 * 60 * 60 + 1],
    ] as const) {
      await core.call('preset.create', { fields: { ...preset, name: slug, slug, ttlSeconds } });
    }
    expect(await warningsOf(core, { presetSlug: 'day' })).toEqual([]);
    expect(await warningsOf(core, { presetSlug: 'more' })).toEqual(['ttl_over_a_day']);
  });

  it('tells that the server URL was changed to fit the caller', async () => {
    const core = await startCore();
    expect(await warningsOf(core, {}, { host: 'localhost' })).toEqual([]);
    expect(await warningsOf(core, {}, { host: '10.0.2.2' })).toEqual(['server_url_rewritten']);
  });

  it('tells that a room which had a token gets no agents any more', async () => {
    const core = await startCore();
    const withAgents = (identity: string, room: string): Partial<TokenRequest> => {
      const roomConfig = { agents: [{ agentName: 'helper' }] };
      return { fields: { ...fields(identity, room).fields, roomConfig } };
    };
    expect(await warningsOf(core, withAgents('amy', 'fresh'))).toEqual([]);
    expect(await warningsOf(core, withAgents('bob', 'fresh'))).toEqual(['room_reused_with_agents']);
    expect(await warningsOf(core, fields('cas', 'fresh'))).toEqual([]);
    expect(await warningsOf(core, withAgents('dan', 'another'))).toEqual([]);
  });

  it('names fields that LiveKit does not have', async () => {
    expect(await warningsOf(await startCore(), { fields: { unknown: ['colour'] } })).toEqual([
      'unknown_fields',
    ]);
  });
});

describe('the hint of a secret', () => {
  it.each([
    ['q3N8vX2kR7pL5wT', undefined],
    ['q3N8vX2kR7pLabcd', 'abcd'],
  ])('of "%s" is %s', async (apiSecret, hint) => {
    const { call } = await startCore();
    const { item } = await call('project.create', {
      fields: { name: 'P', url: 'ws://localhost:7880', apiKey: 'APIkitchen0001', apiSecret },
    });
    expect(item.secret).toEqual({ state: 'set', ...(hint === undefined ? {} : { hint }) });
  });
});
