import { describe, expect, it } from 'vitest';
import { failure } from '../../../main/contract/errors.ts';
import type { Project } from '../../../main/contract/project.ts';
import type { Settings } from '../../../main/contract/settings.ts';
import { expectFailure, KITCHEN, SECRET, startCore, type Harness } from '../handlers/harness.ts';

const OTHER_SECRET = `${SECRET}-other`;

interface Export {
  settings: Settings;
  secrets?: Record<string, string>;
}

/** A core with one project, and an export of it that a test may edit. */
async function withExport(
  edit: (file: Export, kitchen: Project) => void,
): Promise<Harness & { content: string; kitchen: string }> {
  const harness = await startCore();
  const { item } = await harness.call('project.create', { fields: KITCHEN });
  // Its server is tried in the background, which is in the state, too.
  await expect.poll(() => harness.snapshot().projects.at(-1)?.check).toBeDefined();
  await harness.call('settings.exportWithSecrets');
  const [content = ''] = harness.ports.exports.values();
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- made by the export just now
  const file = JSON.parse(content) as Export;
  const kitchen = file.settings.projects.find(({ id }) => id === item.id);
  edit(file, kitchen!);
  return { ...harness, content: JSON.stringify(file), kitchen: item.id };
}

function projectIn({ snapshot }: Harness, id: string): Project | undefined {
  return snapshot().projects.find((project) => project.id === id);
}

describe('a door that a settings file would open', () => {
  it.each([
    ['server.lan', { lan: true }],
    ['server.dangerouslySkipLanKey', { dangerouslySkipLanKey: true }],
    ['server.dangerouslyAllowNullOrigin', { dangerouslyAllowNullOrigin: true }],
    ['server.allowedOrigins:https://evil.example', { allowedOrigins: ['https://evil.example'] }],
    ['server.allowedHosts:evil.example', { allowedHosts: ['evil.example'] }],
  ])('%s stays shut until its question is accepted', async (id, server) => {
    const here = await withExport(({ settings }) => Object.assign(settings.server, server));
    const before = here.snapshot().settings.server;
    const { questions } = await here.call('settings.previewImport', { content: here.content });
    expect(questions).toMatchObject([{ id, kind: 'access' }]);

    await here.call('settings.import', { content: here.content });
    expect(here.snapshot().settings.server).toEqual(before);
    await here.call('settings.import', { content: here.content, accept: ['server.other'] });
    expect(here.snapshot().settings.server).toEqual(before);
    await here.call('settings.import', { content: here.content, accept: [id] });
    expect(here.snapshot().settings.server).toMatchObject(server);
    const again = await here.call('settings.previewImport', { content: here.content });
    expect(again.questions).toEqual([]);
  });

  it('keeps what is allowed here already', async () => {
    const here = await withExport(({ settings }) => {
      settings.server.allowedOrigins = ['https://b.example'];
    });
    const changes = { server: { allowedOrigins: ['https://a.example'] } };
    await here.call('settings.update', { revision: here.snapshot().revision, changes });
    const accept = ['server.allowedOrigins:https://b.example'];
    await here.call('settings.import', { content: here.content, accept });
    const { allowedOrigins } = here.snapshot().settings.server;
    expect(allowedOrigins).toEqual(['https://a.example', 'https://b.example']);
  });

  it('asks before a preset grants something else', async () => {
    const here = await withExport(({ settings }) => {
      settings.presets[1]!.grants = { video: { roomAdmin: true } };
    });
    const [, viewer] = here.snapshot().presets;
    const { questions } = await here.call('settings.previewImport', { content: here.content });
    expect(questions).toMatchObject([{ id: `preset:${viewer?.id}`, kind: 'access' }]);
    await here.call('settings.import', { content: here.content });
    expect(here.snapshot().presets[1]?.grants).toEqual(viewer?.grants);
    await here.call('settings.import', { content: here.content, accept: [questions[0]!.id] });
    expect(here.snapshot().presets[1]?.grants).toEqual({ video: { roomAdmin: true } });
  });
});

describe('a project of a settings file that is here already', () => {
  const replacements: [what: string, edit: (file: Export, kitchen: Project) => void][] = [
    ['URL', (_file, kitchen) => (kitchen.url = 'wss://evil.livekit.cloud')],
    ['API key', (_file, kitchen) => (kitchen.apiKey = 'APIother')],
    ['API secret', ({ secrets }, { id }) => (secrets![id] = OTHER_SECRET)],
    ['token server ID', (_file, kitchen) => (kitchen.tokenServerId = 'tt-known-to-others')],
    ['policy', (_file, kitchen) => (kitchen.policy.roomName = 'refuse')],
  ];

  it.each(replacements)('keeps its %s until that is accepted', async (what, edit) => {
    const here = await withExport(edit);
    const { kitchen, content } = here;
    const before = projectIn(here, kitchen);
    const { questions } = await here.call('settings.previewImport', { content });
    expect(questions).toEqual([
      { id: `project:${kitchen}`, kind: 'replace', message: expect.stringContaining(what) },
    ]);

    const { report } = await here.call('settings.import', { content });
    expect(report.skipped).toMatchObject([
      { name: 'Kitchen', reason: expect.stringContaining(what) },
    ]);
    expect(projectIn(here, kitchen)).toEqual(before);
    expect(here.ports.secrets.secrets.get(kitchen)).toBe(SECRET);

    const taken = await here.call('settings.import', { content, accept: [`project:${kitchen}`] });
    expect(taken.report).toMatchObject({ updated: ['Local LiveKit', 'Kitchen'], skipped: [] });
    expect((await here.call('settings.previewImport', { content })).questions).toEqual([]);
  });

  it('asks before a project no longer needs the key', async () => {
    const here = await withExport(() => {});
    const { revision } = projectIn(here, here.kitchen)!;
    const changes = { requireKey: true };
    await here.call('project.update', { id: here.kitchen, revision, changes });
    await here.call('settings.import', { content: here.content });
    expect(projectIn(here, here.kitchen)?.requireKey).toBe(true);
  });

  it.each([
    ['slug', { id: 'made-elsewhere', name: 'Another name' }],
    ['name', { id: 'made-elsewhere', slug: 'another-slug' }],
  ])('is the one of the same %s, and keeps the id that is here', async (_what, fields) => {
    const here = await withExport((_file, kitchen) => {
      Object.assign(kitchen, fields, { url: 'wss://evil.livekit.cloud' });
    });
    const { kitchen, content } = here;
    await here.call('settings.import', { content });
    expect(projectIn(here, kitchen)).toMatchObject({ name: 'Kitchen', slug: 'kitchen' });
    await here.call('settings.import', { content, accept: [`project:${kitchen}`] });
    expect(here.snapshot().projects).toHaveLength(2);
    expect(projectIn(here, kitchen)?.url).toBe('wss://evil.livekit.cloud');
    expect([...here.ports.secrets.secrets.keys()]).toEqual([kitchen]);
  });

  it('keeps its preset, whatever the ID of that preset is here', async () => {
    const here = await withExport(({ settings }, kitchen) => {
      const viewer = settings.presets[1]!;
      viewer.id = 'preset-of-another-installation';
      kitchen.presetId = viewer.id;
    });
    const [, viewer] = here.snapshot().presets;
    const accept = [`project:${here.kitchen}`];
    await here.call('settings.import', { content: here.content, accept });
    expect(projectIn(here, here.kitchen)?.presetId).toBe(viewer?.id);
  });

  it('loses its secret with its key where the file has no other, and says so', async () => {
    const here = await withExport((file, kitchen) => {
      kitchen.apiKey = 'APIother';
      delete file.secrets;
    });
    const accept = [`project:${here.kitchen}`];
    const { report } = await here.call('settings.import', { content: here.content, accept });
    expect(report.warnings).toEqual([
      'The file has no secret for "Kitchen". Enter it in Projects.',
    ]);
    expect(here.ports.secrets.secrets.has(here.kitchen)).toBe(false);
    expect(here.snapshot().projects.at(-1)?.secret.state).toBe('missing');
  });

  it('is taken without a question where nothing of that differs', async () => {
    const here = await withExport((_file, kitchen) => {
      kitchen.defaults.metadata = 'from the file';
    });
    const { questions } = await here.call('settings.previewImport', { content: here.content });
    expect(questions).toEqual([]);
    await here.call('settings.import', { content: here.content });
    expect(projectIn(here, here.kitchen)?.defaults.metadata).toBe('from the file');
  });
});

describe('a settings file', () => {
  it.each([
    [0, 'port_invalid'],
    [22, 'port_blocked'],
    [6000, 'port_blocked'],
    [7999, 'port_in_use'],
  ] as const)('with port %i is refused as the form refuses it, whole', async (port, code) => {
    const here = await withExport(({ settings }) => {
      settings.server.port = port;
      settings.app.theme = 'dark';
    });
    const taken = failure('port_in_use', { port: 7999, owner: '', suggestion: 8000 });
    here.endpoint.outcomes.set(7999, { status: 'failed', port: 7999, failure: taken });
    const { sequence: _before, ...before } = here.snapshot();
    expectFailure(await here.fail('settings.import', { content: here.content }), code);
    const { sequence: _after, ...after } = here.snapshot();
    expect(after).toEqual(before);
    expect(here.endpoint.state).toMatchObject({ status: 'serving', port: 7885 });
  });

  it.each<[what: string, edit: (settings: Settings) => void]>([
    ['name', ({ projects }) => (projects[0]!.name = projects[1]!.name.toUpperCase())],
    ['slug', ({ projects }) => (projects[0]!.slug = projects[1]!.slug)],
    ['id', ({ presets }) => (presets[0]!.id = presets[1]!.id)],
  ])('with two things of one %s is refused', async (_what, edit) => {
    const here = await withExport(({ settings }) => edit(settings));
    const refused = await here.fail('settings.import', { content: here.content });
    expectFailure(refused, 'import_unreadable');
    expect(refused.message).toContain('have the same name, slug or id');
  });

  it('with more projects than anyone keeps is refused', async () => {
    const here = await withExport(({ settings }) => {
      const [first] = settings.projects;
      settings.projects = Array.from({ length: 1001 }, (_, index) => ({
        ...first!,
        id: `${index}`,
        name: `${index}`,
        slug: `${index}`,
      }));
    });
    const refused = await here.fail('settings.import', { content: here.content });
    expect(refused.message).toContain('more than 1000 projects');
  });

  it('leaves out, in words, what the form would refuse', async () => {
    const here = await withExport((file, kitchen) => {
      kitchen.name = 'Kitchen\u202e';
      file.settings.projects.push(
        {
          ...kitchen,
          id: 'a',
          slug: 'a',
          name: 'No URL',
          url: 'ftp://x',
          tokenServerId: 'tt-123456789',
        },
        { ...kitchen, id: 'b', slug: 'b', name: 'Same ID' },
        { ...kitchen, id: 'c', slug: 'c', name: 'Bad secret', tokenServerId: 'tt-000000000' },
      );
      file.secrets!['c'] = 'two words';
      file.settings.presets[0]!.name = 'Preset\u001b[31m';
    });
    const { report } = await here.call('settings.import', { content: here.content });
    const reasons = Object.fromEntries(report.skipped.map(({ name, reason }) => [name, reason]));
    expect(Object.keys(reasons)).toHaveLength(5);
    expect(reasons['Kitchen\u202e']).toBe(
      'There is a mark that turns the direction of text (U+202E) at position 8. Remove it.',
    );
    expect(reasons['Same ID']).toContain('token server ID');
    expect(reasons['participant']).toContain('a control character (U+001B) at position 7');
    expect(here.snapshot().projects).toHaveLength(2);
  });

  it('of a fresh installation asks nothing of another one', async () => {
    const { call } = await startCore();
    const other = await startCore();
    const { content } = await other.call('settings.export');
    expect((await call('settings.previewImport', { content })).questions).toEqual([]);
  });

  it('is looked at without any change', async () => {
    const here = await withExport(({ settings }, kitchen) => {
      settings.server.lan = true;
      kitchen.url = 'wss://evil.livekit.cloud';
    });
    const before = here.snapshot();
    await here.call('settings.previewImport', { content: here.content });
    expect(here.snapshot()).toEqual(before);
  });
});

describe('what an import adds', () => {
  const ELSEWHERE = {
    id: 'made-elsewhere',
    name: 'Garden',
    slug: 'garden',
    tokenServerId: 'tt-123456789',
  };

  /** A file with a second project, and what `edit` makes of it. */
  function withGarden(
    edit: (file: Export, garden: Project) => void,
  ): ReturnType<typeof withExport> {
    return withExport((file, kitchen) => {
      const garden: Project = { ...structuredClone(kitchen), ...ELSEWHERE, revision: 7 };
      file.settings.projects.push(garden);
      edit(file, garden);
    });
  }

  it('keeps its secret, starts at its first version and is active where it was', async () => {
    const here = await withGarden((file, garden) => {
      file.secrets![garden.id] = OTHER_SECRET;
      file.settings.activeProjectId = garden.id;
    });
    const [before, kitchen] = [here.snapshot(), projectIn(here, here.kitchen)];
    const { report } = await here.call('settings.import', { content: here.content });
    expect(report).toEqual({
      added: ['Garden'],
      updated: ['Local LiveKit', 'Kitchen'],
      skipped: [],
      warnings: [],
    });
    expect(here.ports.secrets.secrets.get(ELSEWHERE.id)).toBe(OTHER_SECRET);
    const after = here.snapshot();
    expect(after.activeProjectId).toBe(ELSEWHERE.id);
    expect(after.revision).toBe(before.revision + 1);
    expect(projectIn(here, ELSEWHERE.id)).toMatchObject({ revision: 1, source: 'user' });
    expect(projectIn(here, here.kitchen)?.revision).toBe((kitchen?.revision ?? 0) + 1);
    expect(after.presets.map(({ revision }) => revision)).toEqual(
      before.presets.map(({ revision }) => revision + 1),
    );
  });

  it('stays in the background where another project was active in the file', async () => {
    const here = await withGarden(({ settings }) => {
      settings.activeProjectId = 'removed-since';
    });
    const { activeProjectId } = here.snapshot();
    await here.call('settings.import', { content: here.content });
    expect(here.snapshot().activeProjectId).toBe(activeProjectId);
  });

  it('says which projects have no secret, and of no other', async () => {
    const here = await withGarden((file) => {
      delete file.secrets;
    });
    const { report } = await here.call('settings.import', { content: here.content });
    expect(report.warnings).toEqual(['The file has no secret for "Garden". Enter it in Projects.']);
    expect(projectIn(here, here.kitchen)).toMatchObject({ secret: { state: 'set' } });
    expect(here.snapshot().projects.at(-1)?.secret.state).toBe('missing');
  });

  it('of the environment of another machine is a project of this one', async () => {
    const here = await withGarden((_file, garden) => {
      garden.source = 'environment';
    });
    await here.call('settings.import', { content: here.content });
    expect(projectIn(here, ELSEWHERE.id)?.source).toBe('user');
  });

  it.each([
    [{ id: 'local', slug: 'other' }, 'Local LiveKit', { name: 'Kitchen 2', slug: 'other' }],
    [{ id: 'local', name: 'Other' }, 'Local LiveKit', { name: 'Other', slug: 'kitchen-2' }],
  ])('takes no name and no slug of another project: %o', async (fields, was, becomes) => {
    const here = await withExport((file, kitchen) => {
      const local = file.settings.projects.find(({ source }) => source === 'local');
      const { name, slug } = kitchen;
      file.settings.projects = [{ ...local!, name, slug, ...fields, id: local!.id }];
    });
    const before = here.snapshot().projects.find(({ name }) => name === was);
    await here.call('settings.import', {
      content: here.content,
      accept: [`project:${before?.id}`],
    });
    expect(projectIn(here, before?.id ?? '')).toMatchObject(becomes);
    expect(projectIn(here, here.kitchen)).toMatchObject({ name: 'Kitchen', slug: 'kitchen' });
  });
});

describe('a file that is no export', () => {
  it.each([
    ['{', 'it is not JSON.'],
    ['null', 'at its top level'],
    ['{"tokenTrayExport":2}', 'at tokenTrayExport'],
  ])('is refused with the place: %s', async (content, place) => {
    const { fail } = await startCore();
    const refused = await fail('settings.import', { content });
    expectFailure(refused, 'import_unreadable');
    expect(refused.message).toContain(place);
  });

  it('an export has the secrets that can be read, and none where none were asked for', async () => {
    const here = await withExport(() => {});
    const { content } = await here.call('settings.export');
    expect(JSON.parse(content)).not.toHaveProperty('secrets');
    here.ports.secrets.readings.set(here.kitchen, { state: 'unreadable' });
    here.ports.secrets.tellChange();
    await here.call('project.create', { fields: { ...KITCHEN, name: 'Garden' } });
    await here.call('settings.exportWithSecrets');
    const written = JSON.parse([...here.ports.exports.values()].at(-1) ?? '');
    const garden = here.snapshot().projects.find(({ name }) => name === 'Garden');
    expect(Object.keys(written.secrets)).toContain(garden?.id);
    expect(Object.keys(written.secrets)).not.toContain(here.kitchen);
  });
});
