import { describe, expect, it } from 'vitest';
import type { ActivityDetail } from '../../../main/contract/activity.ts';
import { failure } from '../../../main/contract/errors.ts';
import { fixesOf } from '../../../renderer/src/views/activity/fixes.ts';
import { aPreset, aProject, aSnapshot } from '../../fixtures/snapshot.ts';

function aDetail(
  changes: Partial<ActivityDetail> & { target?: string; body?: string },
): ActivityDetail {
  const { target = '/token', body = '', ...rest } = changes;
  return {
    id: 'request-1',
    at: 0,
    durationMs: 1,
    outcome: 'refused',
    method: 'POST',
    path: '/token',
    status: 404,
    caller: { host: 'localhost', from: 'loopback', address: '127.0.0.1', client: 'curl' },
    fields: [],
    warnings: [],
    request: { headers: {}, target, body },
    ...rest,
  };
}

const unknownPreset = failure('unknown_preset', { slug: 'x', known: 'participant' });
const ignored = [{ code: 'unknown_fields', message: 'Ignored.' } as const];

describe('what a click can fix', () => {
  it('allows an origin or host until it is allowed', () => {
    const detail = aDetail({ remedy: { kind: 'origin', value: 'https://a.example' } });
    expect(fixesOf(detail, aSnapshot())).toEqual([
      { kind: 'allow', what: 'origin', value: 'https://a.example' },
    ]);
    const { settings } = aSnapshot();
    const allowedOrigins = ['https://a.example'];
    const after = aSnapshot({
      settings: { ...settings, server: { ...settings.server, allowedOrigins } },
    });
    expect(fixesOf(detail, after)).toEqual([]);
  });

  it('makes a missing preset, or sends the request with the nearest one', () => {
    const detail = aDetail({ error: unknownPreset, target: '/token?preset=moderator&room=a' });
    expect(fixesOf(detail, aSnapshot())).toEqual([{ kind: 'make-preset', slug: 'moderator' }]);
    const typo = aDetail({ error: unknownPreset, target: '/token?preset=particpant&room=a' });
    expect(fixesOf(typo, aSnapshot())).toEqual([
      {
        kind: 'send',
        use: 'participant',
        edits: { target: '/token?room=a&preset=participant' },
      },
      { kind: 'make-preset', slug: 'particpant' },
    ]);
  });

  it('offers nothing once the preset exists, nor a name that cannot be a slug', () => {
    const detail = aDetail({ error: unknownPreset, target: '/token?preset=moderator' });
    const presets = [aPreset(), aPreset({ id: 'm', slug: 'moderator' })];
    expect(fixesOf(detail, aSnapshot({ presets }))).toEqual([]);
    const odd = aDetail({ error: unknownPreset, target: '/token?preset=%20Mod%20erator!' });
    expect(fixesOf(odd, aSnapshot())).toEqual([]);
  });

  it('points to the project that was meant', () => {
    const error = failure('unknown_project', { slug: 'shp', known: 'shop' });
    const detail = aDetail({ error, target: '/token?project=shp' });
    const projects = [aProject({ slug: 'shop' })];
    expect(fixesOf(detail, aSnapshot({ projects }))).toEqual([
      { kind: 'send', use: 'shop', edits: { target: '/token?project=shop' } },
    ]);
  });

  it.each([
    ['username', 'participant_identity'],
    ['userId', 'participant_identity'],
    ['participant_identiy', 'participant_identity'],
    ['room_nam', 'room_name'],
    ['displayName', 'participant_name'],
  ])('sends an ignored %s as %s', (name, use) => {
    const body = JSON.stringify({ [name]: 'bob', other: 1 });
    expect(fixesOf(aDetail({ warnings: ignored, body }), aSnapshot())).toEqual([
      { kind: 'send', use, edits: { body: JSON.stringify({ other: 1, [use]: 'bob' }) } },
    ]);
    const target = `/token?${name}=bob`;
    expect(fixesOf(aDetail({ warnings: ignored, target }), aSnapshot())).toEqual([
      { kind: 'send', use, edits: { target: `/token?${use}=bob` } },
    ]);
  });

  it('never overwrites a field that the request has', () => {
    const body = '{"username":"bob","participant_identity":"alice"}';
    expect(fixesOf(aDetail({ warnings: ignored, body }), aSnapshot())).toEqual([]);
  });

  it('offers nothing for a body it cannot read', () => {
    expect(fixesOf(aDetail({ warnings: ignored, body: '{"username":' }), aSnapshot())).toEqual([]);
  });
});
