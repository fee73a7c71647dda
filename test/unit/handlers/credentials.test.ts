import { describe, expect, it } from 'vitest';
import { expectFailure, SECRET, startCore } from './harness.ts';

const ENV = `LIVEKIT_URL=https://garden.livekit.cloud
LIVEKIT_API_KEY=APIgarden00001
LIVEKIT_API_SECRET=${SECRET}
`;

function base64(text: string): string {
  return Buffer.from(text, 'utf16le').toString('base64');
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

describe('credentials.read', () => {
  it('answers what was understood, with the secret masked and kept in the host', async () => {
    const { call, ports } = await startCore();
    const reading = await call('credentials.read', { sources: [{ name: 'the paste', text: ENV }] });
    expect(reading.projects).toMatchObject([
      {
        index: 0,
        kind: 'env',
        name: 'garden',
        url: { value: 'wss://garden.livekit.cloud', line: 1, name: 'LIVEKIT_URL' },
        apiKey: { value: 'APIgarden00001', line: 2 },
        apiSecret: { hint: SECRET.slice(-4), line: 3 },
        missing: [],
      },
    ]);
    expect(reading.notes).toMatchObject([{ kind: 'repaired', project: 0, line: 1 }]);
    expect(JSON.stringify([reading, ports.lines])).not.toContain(SECRET);
  });

  it('reads the bytes of files, all of them together', async () => {
    const { call } = await startCore();
    const { projects } = await call('credentials.read', {
      sources: [
        {
          name: 'app/.env',
          bytes: base64('\uFEFFLIVEKIT_URL=wss://a.example\nLIVEKIT_API_KEY=APIaaaaaaaa1'),
        },
        { name: 'app/.env.local', bytes: base64(`\uFEFFLIVEKIT_API_SECRET=${SECRET}`) },
      ],
    });
    expect(projects).toMatchObject([{ missing: [], apiSecret: { source: 'app/.env.local' } }]);
  });

  it('makes a project of a reading without the window having the secret', async () => {
    const { call, snapshot, ports } = await startCore();
    const { id: readingId } = await call('credentials.read', {
      sources: [{ name: 'the paste', text: ENV }],
    });
    const { item } = await call('project.create', { fromReading: { readingId, index: 0 } });
    expect(item).toMatchObject({
      name: 'garden',
      url: 'wss://garden.livekit.cloud',
      secret: { state: 'set' },
    });
    expect(ports.secrets.secrets.get(item.id)).toBe(SECRET);
    expect(snapshot().activeProjectId).toBe(item.id);
    const again = await call('credentials.read', { sources: [{ name: 'the paste', text: ENV }] });
    expect(again.projects[0]?.known).toEqual({ id: item.id, name: 'garden', otherSecret: false });
  });

  it('lets what was typed go before the reading, and names a project after its URL', async () => {
    const { call } = await startCore();
    const { id: readingId } = await call('credentials.read', {
      sources: [{ name: 'the paste', text: ENV }],
    });
    const fromReading = { readingId, index: 0 };
    const fields = { url: 'wss://other.livekit.cloud', name: 'Mine' };
    expect((await call('project.create', { fields, fromReading })).item).toMatchObject(fields);
    const first = (await call('project.create', { fromReading })).item;
    expect((await call('project.create', { fromReading })).item.name).toBe('garden 2');
    const { item } = await call('project.update', {
      id: first.id,
      revision: first.revision,
      changes: { name: 'Renamed' },
      fromReading,
    });
    expect(item.name).toBe('Renamed');
    const typed = { url: 'wss://typed.example', apiKey: 'APItyped00001', apiSecret: SECRET };
    expect((await call('project.create', { fields: typed })).item.name).toBe('typed.example');
  });

  it('tests a reading before it is saved', async () => {
    const { call } = await startCore();
    const { id: readingId } = await call('credentials.read', {
      sources: [{ name: 'the paste', text: ENV }],
    });
    expect(await call('project.test', { fromReading: { readingId, index: 0 } })).toMatchObject({
      ok: true,
    });
  });

  it('takes what a token says as defaults, its identity not', async () => {
    const claims = { iss: 'APIgarden00001', sub: 'bob', name: 'Bob', video: { room: 'kitchen' } };
    const token = `${part({ alg: 'HS256' })}.${part(claims)}.c2ln`;
    const { call } = await startCore();
    const { id: readingId, projects } = await call('credentials.read', {
      sources: [{ name: 'the paste', text: token }],
    });
    expect(projects).toMatchObject([
      { missing: ['url', 'apiSecret'], defaults: { room: 'kitchen' } },
    ]);
    const { item } = await call('project.create', {
      fields: { url: 'wss://a.example', apiSecret: SECRET },
      fromReading: { readingId, index: 0 },
    });
    expect(item.apiKey).toBe('APIgarden00001');
    expect(item.defaults).toMatchObject({
      room: { mode: 'fixed', name: 'kitchen' },
      nameTemplate: 'Bob',
      identityTemplate: '',
    });
  });

  it('imports the projects of a reading by their indexes', async () => {
    const { call } = await startCore();
    const text = `projects:\n- {name: a, url: wss://a.example, api_key: APIaaaaaaaa1, api_secret: ${SECRET}}\n- {name: b, url: wss://b.example, api_key: APIbbbbbbbb1, api_secret: ${SECRET}}\n`;
    const { id: readingId } = await call('credentials.read', {
      sources: [{ name: 'x.yaml', text }],
    });
    const { report } = await call('import.run', { readingId, indexes: [1] });
    expect(report.added).toEqual(['b']);
  });

  it('keeps few readings, and for minutes only', async () => {
    let now = 1_800_000_000_000;
    const { call, fail } = await startCore({ clock: () => now });
    const read = async (): Promise<{ readingId: string; index: number }> => {
      const { id } = await call('credentials.read', {
        sources: [{ name: 'the paste', text: ENV }],
      });
      return { readingId: id, index: 0 };
    };
    const first = await read();
    for (let count = 0; count < 8; count += 1) await read();
    expectFailure(await fail('project.create', { fromReading: first }), 'reading_gone');
    const last = await read();
    now += 10 * 60_000;
    expectFailure(await fail('project.create', { fromReading: last }), 'reading_gone');
    expectFailure(await fail('import.run', { readingId: last.readingId }), 'reading_gone');
  });

  it('saves nothing half: what a reading lacks is refused by its field', async () => {
    const { call, fail, snapshot } = await startCore();
    const { id: readingId } = await call('credentials.read', {
      sources: [
        { name: 'the paste', text: 'LIVEKIT_URL=wss://a.example\nLIVEKIT_API_KEY=APIaaaaaaaa1\n' },
      ],
    });
    const failed = await fail('project.create', { fromReading: { readingId, index: 0 } });
    expectFailure(failed, 'api_secret_missing');
    expect(snapshot().projects).toHaveLength(1);
  });
});
