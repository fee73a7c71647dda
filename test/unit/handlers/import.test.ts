import { describe, expect, it } from 'vitest';
import { createMemoryEndpoint, createMemoryPorts } from '../../fixtures/memory-ports.ts';
import { expectFailure, SECRET, startCore } from './harness.ts';

const ENV = `LIVEKIT_URL=wss://garden.livekit.cloud
LIVEKIT_API_KEY=APIgarden00001
LIVEKIT_API_SECRET=${SECRET}
`;

function garden(key: string): string {
  return `- {name: garden, url: 'wss://${key}.example', api_key: ${key}, api_secret: ${SECRET}}\n`;
}

function gardens(...keys: string[]): { name: string; content: string } {
  return { name: 'cli-config.yaml', content: `projects:\n${keys.map(garden).join('')}` };
}

function projectLine(name: string): string {
  return `- {name: ${name}, url: 'wss://${name}.example', api_key: API${name}, api_secret: ${SECRET}}\n`;
}

describe('import', () => {
  it('adds a project, makes it active in the place of the local one, and matches it the next time', async () => {
    const { call, snapshot, ports } = await startCore();
    const file = { name: '.env.local', content: ENV };
    const { report: first } = await call('import.run', { file });
    expect(first.added).toHaveLength(1);
    const added = snapshot().projects.at(-1);
    expect(added).toMatchObject({ url: 'wss://garden.livekit.cloud', apiKey: 'APIgarden00001' });
    expect(snapshot().activeProjectId).toBe(added?.id);
    const { report: again } = await call('import.run', { file });
    expect(again).toMatchObject({ added: [], updated: first.added });
    expect(snapshot().projects).toHaveLength(2);
    expect(JSON.stringify([first, again, snapshot(), ports.lines])).not.toContain(SECRET);
  });

  it.each([
    ['the first where the file names none', undefined, 'APIa'],
    ['the one that it names', 'b', 'APIb'],
  ])('makes one of several active: %s', async (_which, named, apiKey) => {
    const { call, snapshot } = await startCore();
    const head = named === undefined ? '' : `default_project: ${named}\n`;
    const content = `${head}projects:\n${['a', 'b', 'c'].map(projectLine).join('')}`;
    await call('import.run', { file: { name: 'cli-config.yaml', content } });
    const { activeProjectId, projects } = snapshot();
    expect(projects.find(({ id }) => id === activeProjectId)?.apiKey).toBe(apiKey);
  });

  it('says what is wrong with a file that holds nothing', async () => {
    const { fail } = await startCore();
    expectFailure(
      await fail('import.run', { file: { name: '.env', content: 'A=1\n' } }),
      'import_empty',
    );
  });

  it('offers what was found on this machine, and says what is known already', async () => {
    const place = { id: 'lk', path: '~/app', files: [{ name: '~/app/.env', content: ENV }] };
    const { call } = await startCore({ importSources: { scan: async () => [place] } });
    expect(await call('import.scan')).toMatchObject([{ id: 'lk', projects: [{ known: false }] }]);
    await call('import.run', { sourceId: 'lk' });
    expect(await call('import.scan')).toMatchObject([{ id: 'lk', projects: [{ known: true }] }]);
  });

  it('says of what it leaves out which fields are missing, by their labels', async () => {
    const content = ENV.split('\n')
      .filter((line) => !line.includes('_SECRET'))
      .join('\n');
    const place = { id: 'lk', path: '~/app', files: [{ name: '~/app/.env', content }] };
    const { call } = await startCore({ importSources: { scan: async () => [place] } });
    expect(await call('import.scan')).toMatchObject([
      { projects: [], warnings: ['"garden" is left out: it has no API secret.'] },
    ]);
  });

  const other = ENV.replace('APIgarden00001', 'APIgarden00002');

  it('case 9: keeps another key of the same URL apart, and replaces nothing', async () => {
    const { call, snapshot, ports } = await startCore();
    await call('import.run', { file: { name: 'a/.env', content: ENV } });
    const { report } = await call('import.run', { file: { name: 'b/.env', content: other } });
    expect(report).toMatchObject({ added: ['garden 2'], updated: [] });
    expect(report.warnings).toEqual([expect.stringContaining('"garden" already exists')]);
    expect(snapshot().projects.map(({ apiKey }) => apiKey)).toEqual([
      'devkey',
      'APIgarden00001',
      'APIgarden00002',
    ]);
    expect([...ports.secrets.secrets.values()].filter((secret) => secret === SECRET)).toHaveLength(
      2,
    );
  });

  it('case 10: asks before a project of the same name is replaced', async () => {
    const { call, snapshot } = await startCore();
    await call('import.run', { file: gardens('APIone000001') });
    const file = gardens('APItwo000002');
    const { questions } = await call('import.preview', { file });
    expect(questions).toMatchObject([
      { kind: 'replace', message: expect.stringContaining('URL, API key') },
    ]);
    const accept = questions.map(({ id }) => id);
    const { report } = await call('import.run', { file, accept });
    expect(report).toMatchObject({ added: [], updated: ['garden'] });
    expect(snapshot().projects.at(-1)).toMatchObject({ name: 'garden', apiKey: 'APItwo000002' });
  });

  it('keeps two of one name in a file apart', async () => {
    const { call, snapshot } = await startCore();
    const file = gardens('APIone000001', 'APItwo000002');
    const { report } = await call('import.run', { file });
    expect(report.added).toEqual(['garden', 'garden 2']);
    expect(snapshot().projects).toHaveLength(3);
  });

  it('says why a project that lacks something was skipped', async () => {
    const { call } = await startCore();
    const content = `projects:\n- {name: a, url: wss://a.example, api_key: APIaaaaaaaa1, api_secret: '****'}\n- {name: b, url: wss://b.example, api_key: APIbbbbbbbb1, api_secret: ${SECRET}}\n`;
    const { report } = await call('import.run', { file: { name: 'cli-config.yaml', content } });
    expect(report.added).toEqual(['b']);
    expect(report.skipped).toEqual([
      { name: 'a', reason: expect.stringMatching(/^It has no API secret\. .*masked/) },
    ]);
  });
});

async function onClipboard(text: string) {
  const { host } = createMemoryPorts({ endpoint: () => createMemoryEndpoint() });
  const readClipboard = async (): Promise<string> => text;
  return startCore({ host: { ...host, actions: { ...host.actions, readClipboard } } });
}

describe('the clipboard', () => {
  it('gives its projects, and its text is not kept', async () => {
    const { call, snapshot, ports } = await onClipboard(ENV);
    const { report } = await call('project.addFromClipboard', {});
    expect(report.added).toEqual(['garden']);
    expect(snapshot().projects.at(-1)).toMatchObject({ apiKey: 'APIgarden00001' });
    expect(JSON.stringify([report, snapshot(), ports.lines])).not.toContain(SECRET);
  });

  it.each([
    ['', 'no URL, API key and API secret'],
    ['LIVEKIT_URL=wss://a.example\nLIVEKIT_API_KEY=APIaaaaaaaa1\n', 'no API secret'],
    [
      'LIVEKIT_URL=wss://a.example\nLIVEKIT_API_KEY=APIaaaaaaaa1\nLIVEKIT_API_SECRET=****\n',
      'masked',
    ],
  ])('says why %j gives none', async (text, reason) => {
    const { fail } = await onClipboard(text);
    const failed = await fail('project.addFromClipboard', {});
    expectFailure(failed, 'clipboard_empty');
    expect(failed.message).toContain(reason);
  });

  it('is not read on a host without one', async () => {
    const { fail } = await startCore();
    expectFailure(await fail('project.addFromClipboard', {}), 'not_supported');
  });
});
