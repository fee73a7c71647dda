import { describe, expect, it } from 'vitest';
import { expectFailure, SECRET, startCore } from './harness.ts';

const ENV = `LIVEKIT_URL=wss://garden.livekit.cloud
LIVEKIT_API_KEY=APIgarden00001
LIVEKIT_API_SECRET=${SECRET}
`;

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

  it('says what is wrong with a file that holds nothing', async () => {
    const { fail } = await startCore();
    expectFailure(
      await fail('import.run', { file: { name: '.env', content: 'A=1\n' } }),
      'import_empty',
    );
  });

  it('offers what was found on this machine, and says what is known already', async () => {
    const source = {
      id: 'lk',
      kind: 'lk' as const,
      path: '~/.livekit/cli-config.yaml',
      projects: [
        {
          name: 'garden',
          url: 'wss://garden.livekit.cloud',
          apiKey: 'APIgarden00001',
          isDefault: true,
          known: false,
        },
      ],
    };
    const { call } = await startCore({
      importSources: { scan: async () => [{ source, name: '.env', content: ENV }] },
    });
    expect(await call('import.scan')).toMatchObject([{ id: 'lk', projects: [{ known: false }] }]);
    await call('import.run', { sourceId: 'lk' });
    expect(await call('import.scan')).toMatchObject([{ id: 'lk', projects: [{ known: true }] }]);
  });
});
