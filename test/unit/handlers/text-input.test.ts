import { describe, expect, it } from 'vitest';
import { findBrokenCharacter, findUnfitCharacter } from '../../../main/contract/text.ts';
import { expectFailure, KITCHEN, startCore } from './harness.ts';

describe('text of one line', () => {
  it.each([
    ['a\u001b[31m', 'a control character (U+001B)', 2],
    ['two\nlines', 'a line break (U+000A)', 4],
    ['\u2028', 'a line break (U+2028)', 1],
    ['a\tb', 'a tab (U+0009)', 2],
    ['😀\u202e', 'a mark that turns the direction of text (U+202E)', 2],
    ['a\u200b', 'an invisible character (U+200B)', 2],
    ['\ufeffa', 'an invisible character (U+FEFF)', 1],
    ['a\udc00', 'half of a character (U+DC00)', 2],
  ])('%j holds %s at %i', (text, character, position) => {
    expect(findUnfitCharacter(text)).toEqual({ character, position });
  });

  it.each(['', 'Küche', '日本', 'نامه\u200cها', '👩\u200d🚀', 'a {user}-{words} <b>'])(
    '%j is fit',
    (text) => {
      expect(findUnfitCharacter(text)).toBeUndefined();
    },
  );

  it('knows half of a character in any text', () => {
    expect(findBrokenCharacter('line\n\u202e')).toBeUndefined();
    expect(findBrokenCharacter('\ud800a')).toMatchObject({ position: 1 });
  });
});

describe('what a person types', () => {
  const bad = 'a\u202eb';
  const fields = { name: 'P', slug: 'p', ttlSeconds: 600, grants: { video: { roomJoin: true } } };

  it.each([
    ['project.create', { fields: { ...KITCHEN, name: bad } }, 'fields.name'],
    ['preset.create', { fields: { ...fields, name: bad } }, 'fields.name'],
    [
      'preset.create',
      { fields: { ...fields, grants: { video: {}, kind: bad } } },
      'fields.grants.kind',
    ],
  ])('%s %j is refused at its field', async (call, input, field) => {
    const { fail } = await startCore();
    expectFailure(await fail(call, input), 'text_unfit', field);
  });

  it.each([
    ['identityTemplate', { identityTemplate: bad }],
    ['nameTemplate', { nameTemplate: bad }],
    ['room.name', { room: { mode: 'fixed', name: bad } }],
    ['room.template', { room: { mode: 'template', template: bad } }],
    ['metadata', { metadata: '\ud800' }],
    ['attributes.a', { attributes: { a: '\udfff' } }],
  ])('the default %s is refused at its field', async (field, changed) => {
    const { call, fail } = await startCore();
    const { item } = await call('project.create', { fields: KITCHEN });
    const { id, revision } = item;
    const changes = { defaults: { ...item.defaults, ...changed } };
    const refused = await fail('project.update', { id, revision, changes });
    expectFailure(refused, 'text_unfit', `changes.defaults.${field}`);
  });

  it('metadata of several lines is fine', async () => {
    const { call } = await startCore();
    const { item } = await call('project.create', { fields: KITCHEN });
    const { id, revision, defaults } = item;
    const changes = { defaults: { ...defaults, metadata: '{\n\t"a": "\u202e"\n}' } };
    await call('project.update', { id, revision, changes });
  });

  it.each([
    ['room', { room: 'a\ud800' }],
    ['identity', { identity: '\ud800' }],
    ['name', { name: '\udc00' }],
    ['metadata', { metadata: '\ud800' }],
    ['attributes.a', { attributes: { a: '\ud800' } }],
  ])('token.mint signs no half of a character in %s', async (field, input) => {
    const { fail, ports } = await startCore();
    expectFailure(await fail('token.mint', input), 'text_unfit', field);
    expect(ports.mintCount()).toBe(0);
  });

  it('a name in an imported file is taken without such characters, with a note', async () => {
    const { call, snapshot } = await startCore();
    const { url, apiKey, apiSecret } = KITCHEN;
    const content = `projects:\n  - name: "a\\e[31mb"\n    url: ${url}\n    api_key: ${apiKey}\n    api_secret: ${apiSecret}\n`;
    const { report } = await call('import.run', { file: { name: 'cli-config.yaml', content } });
    expect(report.warnings.join()).toContain('Invisible characters in the name are left out.');
    expect(snapshot().projects.at(-1)?.name).toBe('a[31mb');
  });
});
