import { describe, expect, it } from 'vitest';
import type { ActivityDetail } from '../../../main/contract/activity.ts';
import { failure } from '../../../main/contract/errors.ts';
import { fixesOf } from '../../../renderer/src/views/activity/fixes.ts';
import { aDetail, aPreset, aProject, aSnapshot } from '../../fixtures/snapshot.ts';

function refused(
  changes: Partial<ActivityDetail> & { target?: string; body?: string },
): ActivityDetail {
  const { target = '/token', body = '', ...rest } = changes;
  const request = { headers: {}, target, body };
  return aDetail({ outcome: 'refused', status: 404, request, ...rest });
}

const unknownPreset = failure('unknown_preset', { slug: 'x', known: 'participant' });
const ignored = [{ code: 'unknown_fields', message: 'Ignored.' } as const];

describe('what a click can fix', () => {
  it('allows an origin or host until it is allowed', () => {
    const detail = refused({ remedy: { kind: 'origin', value: 'https://a.example' } });
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
    const detail = refused({ error: unknownPreset, target: '/token?preset=moderator&room=a' });
    expect(fixesOf(detail, aSnapshot())).toEqual([{ kind: 'make-preset', slug: 'moderator' }]);
    const typo = refused({ error: unknownPreset, target: '/token?preset=particpant&room=a' });
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
    const detail = refused({ error: unknownPreset, target: '/token?preset=moderator' });
    const presets = [aPreset(), aPreset({ id: 'm', slug: 'moderator' })];
    expect(fixesOf(detail, aSnapshot({ presets }))).toEqual([]);
    const odd = refused({ error: unknownPreset, target: '/token?preset=%20Mod%20erator!' });
    expect(fixesOf(odd, aSnapshot())).toEqual([]);
  });

  it('points to the project that was meant', () => {
    const error = failure('unknown_project', { slug: 'shp', known: 'shop' });
    const detail = refused({ error, target: '/token?project=shp' });
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
    expect(fixesOf(refused({ warnings: ignored, body }), aSnapshot())).toEqual([
      { kind: 'send', use, edits: { body: JSON.stringify({ other: 1, [use]: 'bob' }) } },
    ]);
    const target = `/token?${name}=bob`;
    expect(fixesOf(refused({ warnings: ignored, target }), aSnapshot())).toEqual([
      { kind: 'send', use, edits: { target: `/token?${use}=bob` } },
    ]);
  });

  it('never overwrites a field that the request has', () => {
    const body = '{"username":"bob","participant_identity":"alice"}';
    expect(fixesOf(refused({ warnings: ignored, body }), aSnapshot())).toEqual([]);
  });

  it('offers nothing for a body it cannot read', () => {
    expect(fixesOf(refused({ warnings: ignored, body: '{"username":' }), aSnapshot())).toEqual([]);
  });
});
