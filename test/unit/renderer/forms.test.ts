import { describe, expect, it } from 'vitest';
import { failure } from '../../../main/contract/errors.ts';
import { fieldMessage, restMessage } from '../../../renderer/src/ui/edit-form.tsx';
import {
  defaultsForm,
  formDefaults,
  formProblems,
  jsonNotice,
} from '../../../renderer/src/views/defaults/defaults-form.ts';
import {
  presetForm,
  readGrants,
  readPreset,
  withGrants,
  withJson,
} from '../../../renderer/src/views/presets/preset-editor.tsx';
import {
  envText,
  readCredentials,
} from '../../../renderer/src/views/projects/credential-fields.tsx';
import { aPreset, aProject } from '../../fixtures/snapshot.ts';

describe('the form of the defaults', () => {
  const project = aProject({
    defaults: {
      room: { mode: 'template', template: 'standup-{date}' },
      identityTemplate: 'dev-{counter}',
      nameTemplate: '',
      metadata: '{"a":1}',
      attributes: { team: 'blue' },
      roomConfiguration: {
        emptyTimeout: 0,
        maxParticipants: 4,
        syncStreams: true,
        tags: { a: 'b' },
      },
      agents: [{ agentName: 'greeter', metadata: 'hi', attributes: { k: 'v' } }],
    },
  });

  it('saves back exactly what it was filled from', () => {
    expect(formDefaults(defaultsForm(project))).toEqual(project.defaults);
    expect(formDefaults(defaultsForm(aProject()))).toEqual(aProject().defaults);
  });

  it('names everything that cannot be saved, with its field', () => {
    const form = defaultsForm(aProject());
    expect(formProblems(form)).toEqual([]);
    expect(formProblems({ ...form, roomMode: 'fixed', roomName: ' ' })[0]?.field).toBe(
      'defaults.room.name',
    );
    expect(formProblems({ ...form, roomMode: 'template' })[0]?.code).toBe('template_missing');
    for (const text of ['-1', '1.5', 'soon', '4294967296']) {
      expect(
        formProblems({ ...form, numbers: { ...form.numbers, maxParticipants: text } })[0]?.field,
      ).toBe('defaults.roomConfiguration.maxParticipants');
    }
    expect(
      formProblems({ ...form, numbers: { ...form.numbers, maxParticipants: '4294967295' } }),
    ).toEqual([]);
  });

  it('counts metadata in bytes', () => {
    const form = defaultsForm(aProject());
    expect(formProblems({ ...form, metadata: 'x'.repeat(524_288) })).toEqual([]);
    expect(formProblems({ ...form, metadata: 'é'.repeat(262_145) })[0]?.details).toMatchObject({
      bytes: 524_290,
      limit: 524_288,
    });
  });

  it('says what is wrong with text that starts like JSON, and only that', () => {
    expect(jsonNotice('hello')).toBeUndefined();
    expect(jsonNotice('')).toBeUndefined();
    expect(jsonNotice(' {"a": 1}')).toBeUndefined();
    expect(jsonNotice('{"a": ')).toMatch(/looks like JSON but isn’t valid/);
  });
});

describe('the form of a preset', () => {
  it('saves back exactly what it was filled from', () => {
    const preset = aPreset({
      ttlSeconds: 5400,
      grants: { video: { roomJoin: true, canPublish: false } },
    });
    const { name, slug, ttlSeconds, grants } = preset;
    expect(readPreset(presetForm(preset))).toEqual({ value: { name, slug, ttlSeconds, grants } });
  });

  it('names everything that is wrong with it, each at its field', () => {
    const read = readPreset({ ...presetForm(aPreset()), name: ' ', ttl: 'soon', json: '{' });
    expect('problems' in read && read.problems.map(({ field }) => field)).toEqual([
      'name',
      'ttlSeconds',
      'grants',
    ]);
  });

  it('keeps grants and JSON in step both ways', () => {
    const { json } = withGrants({ video: { hidden: true } });
    expect(readGrants(json)).toEqual({ ok: true, grants: { video: { hidden: true } } });
    expect(withJson('{"video":{"agent":true}}').grants).toEqual({ video: { agent: true } });
    expect(withJson('{"video":')).toEqual({ json: '{"video":' });
  });

  it.each([
    ['{', /This isn’t valid JSON/],
    ['[]', /must be/],
    ['{"video":{"canFly":true}}', /Unknown grant canFly\. LiveKit has no grant of that name/],
    ['{"video":{"can_publish":true}}', /Unknown grant can_publish\. Did you mean canPublish\?/],
    ['{"video":{"canSubscibe":true}}', /Did you mean canSubscribe\?/],
    ['{"video":{"canPublsh":true}}', /Did you mean canPublish\?/],
    ['{"video":{"publish":true}}', /Did you mean canPublish\?/],
    ['{"video":{},"roomJoin":true}', /Did you mean video\.roomJoin\?/],
    ['{"video":{"roomName":"x"}}', /Unknown grant roomName\. Did you mean room\? Leave it out/],
    ['{"roomName":"x"}', /Unknown grant roomName\. Did you mean room\?/],
    ['{"video":{"roomJoin":1}}', /video\.roomJoin must be boolean, not 1/],
    ['{"video":{},"sip":{"admin":true}}', /sip\.call/],
  ])('says what is wrong with %s', (json, words) => {
    const read = readGrants(json);
    expect(read.ok ? '' : read.problem).toMatch(words);
  });
});

describe('where a failure is shown', () => {
  it('is at its field, whichever call it came from', () => {
    for (const prefix of ['fields.', 'changes.', '']) {
      expect(fieldMessage([failure('name_missing', {}, `${prefix}name`)], 'name')).toBe(
        'Enter a name.',
      );
    }
    expect(
      fieldMessage([failure('room_missing', {}, 'changes.defaults.room.name')], 'defaults.room'),
    ).toMatch(/Enter the room/);
    expect(fieldMessage([failure('name_missing', {}, 'fields.nameless')], 'name')).toBeUndefined();
  });

  it('is below the form where no field shows it', () => {
    const conflict = failure('conflict', { kind: 'project' });
    expect(restMessage([conflict], ['name'])).toBe(conflict.message);
    expect(restMessage([failure('name_missing', {}, 'fields.name')], ['name'])).toBeUndefined();
    expect(restMessage([], ['name'])).toBeUndefined();
  });
});

describe('projects', () => {
  it('name everything that is wrong with typed credentials, each at its field', () => {
    const { problems } = readCredentials({ url: 'ftp://a', apiKey: '', apiSecret: 'with blank' });
    expect(problems.map(({ field }) => field)).toEqual(['url', 'apiKey', 'apiSecret']);
    const swapped = { url: 'wss://a', apiKey: 'k3'.repeat(18), apiSecret: 'APIq7Zt2mWc9' };
    expect(readCredentials(swapped).problems.map(({ code }) => code)).toEqual([
      'key_and_secret_swapped',
    ]);
  });

  it('are copied as .env with the secret left out', () => {
    expect(envText({ url: 'wss://a', apiKey: 'APIa' })).toBe(
      'LIVEKIT_URL=wss://a\nLIVEKIT_API_KEY=APIa\nLIVEKIT_API_SECRET=\n',
    );
  });
});
