import { describe, expect, it } from 'vitest';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { expectFailure, KITCHEN, startCore } from './harness.ts';

const NOW = 1_800_000_000_000;

describe('tokens that a person mints', () => {
  it('takes what was typed and fills the rest from the defaults', async () => {
    const { call, ports } = await startCore({ now: NOW });
    const token = await call('token.mint', { room: 'kitchen', identity: '', ttlSeconds: 120 });
    expect(token).toMatchObject({
      room: 'kitchen',
      identity: expect.stringMatching(/^[a-z]+-[a-z]+-/),
      serverUrl: 'ws://localhost:7880',
      expiresAt: NOW + 120_000,
      source: 'window',
    });
    expect(decodeClaims(token.token)).toMatchObject({
      iss: 'devkey',
      exp: NOW / 1000 + 120,
      video: { room: 'kitchen', canPublish: true },
    });
    expect(ports.mintCount()).toBe(1);
  });

  it('is not held to the policy, which is for apps', async () => {
    const { call } = await startCore();
    const {
      item: { id, revision, policy },
    } = await call('project.create', { fields: KITCHEN });
    await call('project.update', {
      id,
      revision,
      changes: { policy: { ...policy, roomName: 'refuse' } },
    });
    expect(await call('token.mint', { projectId: id, room: 'r' })).toMatchObject({ room: 'r' });
  });

  it('A25 refuses a lifetime of zero instead of making it six hours', async () => {
    const { fail, ports } = await startCore();
    expectFailure(await fail('token.mint', { ttlSeconds: 0 }), 'ttl_too_short', 'ttlSeconds');
    expect(ports.mintCount()).toBe(0);
  });

  it('W17 refuses a list where attributes should be', async () => {
    const { fail } = await startCore();
    expectFailure(await fail('token.mint', { attributes: ['a'] }), 'invalid_input', 'attributes');
  });

  it('keeps the newest 50, newest first, and never on a disk', async () => {
    const { call, ports } = await startCore();
    for (let index = 0; index < 120; index += 1) await call('token.mint', { room: `r${index}` });
    const tokens = await call('token.list');
    expect(tokens).toHaveLength(50);
    expect(tokens[0]?.room).toBe('r119');
    expect(
      JSON.stringify([ports.settings.saved, [...ports.secrets.secrets], ports.lines]),
    ).not.toContain(tokens[0]?.token);
    await call('token.clear');
    expect(await call('token.list')).toEqual([]);
  });

  it('previews what an empty request would get, with changes not saved yet', async () => {
    const { call, fail, snapshot, ports } = await startCore();
    const [project] = snapshot().projects;
    const projectId = project?.id ?? '';
    const defaults = { ...project!.defaults, identityTemplate: '{user}' };
    const preview = await call('token.preview', { projectId, changes: { defaults } });
    expect(preview.claims).toMatchObject({ sub: 'amy' });
    expectFailure(
      await fail('token.preview', {
        projectId,
        changes: { defaults: { ...defaults, identityTemplate: '{x}' } },
      }),
      'template_unknown_word',
      'changes.defaults.identityTemplate',
    );
    expect(ports.mintCount()).toBe(0);
  });
});
