import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createImportSources } from '../../../main/adapters/import-files.ts';
import { createLk } from '../../../main/adapters/lk/create-lk.ts';
import type { ProjectsOffer } from '../../../main/contract/credential-import.ts';
import { LK_PROJECT, makeFakeLk, type FakeLk } from '../../fixtures/fake-lk.ts';
import { startCore, type Harness } from '../handlers/harness.ts';

const LAB = {
  name: 'lab',
  url: 'wss://lab.example.com',
  api_key: 'APIlab0000001',
  api_secret: `lab${LK_PROJECT.api_secret}`,
};

interface Machine extends Harness {
  fake: FakeLk;
  /** Resolves once this is what is offered, by name. */
  untilOffered(names: readonly string[]): Promise<ProjectsOffer | undefined>;
}

async function start(options: Parameters<typeof startCore>[0] = {}): Promise<Machine> {
  const fake = makeFakeLk('adds');
  const core = await startCore({
    lk: createLk({ home: fake.home, env: fake.env }),
    importSources: createImportSources({ home: fake.home, folders: [] }),
    ...options,
  });
  onTestFinished(async () => {
    await core.tokenTray.close();
    fake.remove();
  });
  return {
    ...core,
    fake,
    untilOffered: (names) =>
      new Promise((resolve) => {
        const look = (): void => {
          const { offer } = core.snapshot();
          const offered = offer?.projects.map(({ name }) => name) ?? [];
          if (JSON.stringify(offered) !== JSON.stringify(names)) return;
          stop();
          resolve(offer);
        };
        const stop = core.tokenTray.listen('state.changed', look);
        look();
      }),
  };
}

describe('the projects in lk’s file', () => {
  it('are offered once the window looks, without their secrets, and never taken unasked', async () => {
    const { call, snapshot, fake, untilOffered } = await start();
    fake.write([LK_PROJECT, LAB]);
    expect(snapshot().offer).toBeUndefined();
    await call('import.scan');
    const offer = await untilOffered(['kitchen-demo', 'lab']);
    expect(offer).toMatchObject({ path: fake.file });
    expect(JSON.stringify(snapshot())).not.toContain(LK_PROJECT.api_secret);
    expect(snapshot().projects).toHaveLength(1);
  });

  it('are followed: a file that comes, changes and goes, with its folder', async () => {
    const { call, fake, untilOffered } = await start();
    await call('import.scan');
    fake.write([LK_PROJECT]);
    await untilOffered(['kitchen-demo']);
    fake.write([LK_PROJECT, LAB]);
    await untilOffered(['kitchen-demo', 'lab']);
    rmSync(dirname(fake.file), { recursive: true });
    await untilOffered([]);
    fake.write([LAB]);
    await untilOffered(['lab']);
  });

  it('are taken by id, so that a file that changed meanwhile gives nothing else', async () => {
    const { call, snapshot, fake, untilOffered } = await start();
    fake.write([LK_PROJECT]);
    await call('import.scan');
    const offer = await untilOffered(['kitchen-demo']);
    fake.write([LAB, LK_PROJECT]);
    const offered = offer?.projects.map(({ id }) => id) ?? [];
    const from = { sourceId: offer?.sourceId ?? '', offered };
    expect((await call('import.preview', from)).added).toEqual(['kitchen-demo']);
    const { report } = await call('import.run', from);
    expect(report.added).toEqual(['kitchen-demo']);
    await untilOffered(['lab']);
    expect(snapshot().projects.map(({ name }) => name)).toEqual(['Local LiveKit', 'kitchen-demo']);
  });

  it('are not offered again once they were declined, not even by the next start', async () => {
    const { call, snapshot, ports, fake, untilOffered } = await start();
    fake.write([LK_PROJECT]);
    await call('import.scan');
    const offer = await untilOffered(['kitchen-demo']);
    await call('import.decline', { offered: offer?.projects.map(({ id }) => id) ?? [] });
    expect(snapshot().offer).toBeUndefined();
    fake.write([LK_PROJECT, LAB]);
    await untilOffered(['lab']);
    const again = await startCore({ settings: ports.settings, lk: ports.lk });
    await again.call('import.scan');
    expect(again.snapshot().offer?.projects.map(({ name }) => name)).toEqual(['lab']);
    await again.tokenTray.close();
  });

  it('that were removed here are not offered again', async () => {
    const { call, snapshot, fake, untilOffered } = await start();
    fake.write([LK_PROJECT]);
    await call('import.scan');
    const offer = await untilOffered(['kitchen-demo']);
    const offered = offer?.projects.map(({ id }) => id) ?? [];
    await call('import.run', { sourceId: offer?.sourceId ?? '', offered });
    await call('project.remove', { id: snapshot().projects[1]?.id ?? '' });
    expect(snapshot().offer).toBeUndefined();
  });

  it('offer nothing while they cannot be read', async () => {
    const { call, snapshot, fake } = await start();
    mkdirSync(join(fake.home, '.livekit', 'cli-config.yaml'), { recursive: true });
    await call('import.scan');
    expect(snapshot().offer).toBeUndefined();
  });
});
