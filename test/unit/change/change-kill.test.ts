import { randomInt } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleChild } from '../../fixtures/faults/bundle-child.ts';
import { startChild } from '../../fixtures/faults/child.ts';
import { jsonObject } from '../../fixtures/json-object.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { SettingsSchema } from '../../../main/contract/settings.ts';

/** Set `KILLS=100` for a longer run. */
const KILLS = Number(process.env['KILLS'] ?? 24);
const LANES = 4;

let makeProjects: string;

beforeAll(async () => {
  makeProjects = await bundleChild('make-projects');
}, 60_000);

afterAll(() => {
  rmSync(dirname(makeProjects), { recursive: true });
});

/** Ids of the saved projects that need a secret, and of the secrets that are kept. */
function kept(folder: string): { projects: string[]; secrets: string[] } {
  const read = (name: string): string => readFileSync(join(folder, name), 'utf8');
  const { projects } = v.parse(SettingsSchema, JSON.parse(read('settings.json')));
  const secrets = existsSync(join(folder, 'secrets.json')) ? jsonObject(read('secrets.json')) : {};
  return {
    projects: projects.filter(({ source }) => source === 'user').map(({ id }) => id),
    secrets: Object.keys(secrets),
  };
}

async function killAgainAndAgain(): Promise<void> {
  const folder = temporaryFolder();
  for (let kill = 0; kill < KILLS / LANES; kill += 1) {
    const child = startChild(makeProjects, [folder]);
    expect(await child.waitFor('\n')).toContain('started with 0 orphans');
    await new Promise((resolve) => setTimeout(resolve, randomInt(40)));
    child.process.kill('SIGKILL');
    await child.ended;
    const { projects, secrets } = kept(folder);
    // A secret too many is removed at the next start; one too few would be lost.
    expect(projects.filter((id) => !secrets.includes(id))).toEqual([]);
  }
  expect(await startChild(makeProjects, [folder]).waitFor('\n')).toContain(
    'started with 0 orphans',
  );
}

it(`S8 kill -9, ${KILLS} times while projects are made and removed, loses no secret and leaves none after the next start`, async () => {
  await Promise.all(Array.from({ length: LANES }, killAgainAndAgain));
}, 120_000);
