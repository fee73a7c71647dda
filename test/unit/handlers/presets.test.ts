import { describe, expect, it } from 'vitest';
import { expectFailure, startCore } from './harness.ts';

const LISTENER = {
  name: 'Listener',
  slug: 'listener',
  ttlSeconds: 600,
  grants: { video: { roomJoin: true, canPublishSources: ['microphone' as const] } },
};

describe('presets', () => {
  it('ships Participant, Viewer, Host and Hidden recorder', async () => {
    const { snapshot } = await startCore();
    expect(snapshot().presets.map(({ slug }) => slug)).toEqual([
      'participant',
      'viewer',
      'host',
      'hidden-recorder',
    ]);
  });

  it('makes, changes, removes and restores one', async () => {
    const { call, snapshot } = await startCore();
    const { item: preset } = await call('preset.create', { fields: LISTENER });
    const { id, revision } = preset;
    await call('preset.update', { id, revision, fields: { ...LISTENER, ttlSeconds: 61 } });
    expect(snapshot().presets.at(-1)).toMatchObject({ ttlSeconds: 61, revision: 2 });
    await call('preset.remove', { id });
    expect(snapshot().presets).toHaveLength(4);
    expect(await call('preset.restore', { id })).toMatchObject({ item: { slug: 'listener' } });
  });

  it.each([
    [{ ttlSeconds: 60 }, 'ttl_too_short', 'fields.ttlSeconds'],
    [{ ttlSeconds: 0 }, 'ttl_too_short', 'fields.ttlSeconds'],
    [{ ttlSeconds: -5 }, 'ttl_too_short', 'fields.ttlSeconds'],
    [{ ttlSeconds: 1e12 }, 'ttl_too_long', 'fields.ttlSeconds'],
    [{ ttlSeconds: Number.NaN }, 'invalid_input', 'fields.ttlSeconds'],
    [{ ttlSeconds: 'abc' }, 'invalid_input', 'fields.ttlSeconds'],
    [{ slug: 'viewer' }, 'slug_taken', 'fields.slug'],
    [{ name: 'VIEWER' }, 'name_taken', 'fields.name'],
    [{ grants: { video: { canPublishSources: ['tv'] } } }, 'invalid_input', undefined],
    [{ grants: { video: {}, sip: { admin: true } } }, 'invalid_input', undefined],
  ] as const)('A25 refuses %j with %s', async (change, code, field) => {
    const { fail, snapshot } = await startCore();
    expectFailure(await fail('preset.create', { fields: { ...LISTENER, ...change } }), code, field);
    expect(snapshot().presets).toHaveLength(4);
  });

  it('keeps a preset that a project uses', async () => {
    const { fail, snapshot } = await startCore();
    const [preset] = snapshot().presets;
    expectFailure(await fail('preset.remove', { id: preset?.id }), 'preset_in_use');
  });

  it('S11 refuses a change made on an older version', async () => {
    const { call, fail } = await startCore();
    const {
      item: { id, revision },
    } = await call('preset.create', { fields: LISTENER });
    await call('preset.update', { id, revision, fields: LISTENER });
    expectFailure(await fail('preset.update', { id, revision, fields: LISTENER }), 'conflict');
  });
});
