import { randomInt } from 'node:crypto';
import { readFileSync, readdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bundleChild } from '../../fixtures/faults/bundle-child.ts';
import { startChild } from '../../fixtures/faults/child.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { expectPrivate } from '../../fixtures/posix.ts';

const LANES = 4;
const KILLS_PER_LANE = 50;
const ENDLESS = '1000000';

let saveLoop: string;

beforeAll(async () => {
  saveLoop = await bundleChild('save-loop');
}, 60_000);

afterAll(() => {
  rmSync(dirname(saveLoop), { recursive: true });
});

interface LaneReport {
  kills: number;
  /** Kills that left a file in the middle of being written. */
  interrupted: number;
}

/** The revision that the process said was on the disk last; what it said after a torn line does not count. */
function lastSaved(output: string): number | undefined {
  const saved = [...output.matchAll(/^saved (\d+)\n/gm)].at(-1);
  return saved === undefined ? undefined : Number(saved[1]);
}

async function killAgainAndAgain(folder: string): Promise<LaneReport> {
  const report: LaneReport = { kills: 0, interrupted: 0 };
  let known = 0;
  while (report.kills < KILLS_PER_LANE) {
    const child = startChild(saveLoop, [folder, ENDLESS], { umask: 0o000 });
    const greeting = await child.waitFor('\n');
    expect(greeting).toContain(`found ${known === 0 ? 'nothing' : known} notices []`);
    await new Promise((resolve) => setTimeout(resolve, randomInt(40)));
    child.process.kill('SIGKILL');
    await child.ended;
    report.kills += 1;

    const names = readdirSync(folder);
    for (const name of names) expectPrivate(join(folder, name));
    if (names.some((name) => name.includes('.tmp-') || name.includes('.next'))) {
      report.interrupted += 1;
    }
    if (!names.includes('settings.json')) {
      expect(lastSaved(child.output)).toBeUndefined();
      continue;
    }
    const { revision } = JSON.parse(readFileSync(join(folder, 'settings.json'), 'utf8'));
    const saidNow = lastSaved(child.output);
    const said = saidNow ?? known;
    expect(revision).toBeGreaterThanOrEqual(said);
    expect(revision).toBeLessThanOrEqual(said + (said === 0 ? 2 : 1));
    known = revision;

    if (saidNow !== undefined) {
      const secrets = JSON.parse(readFileSync(join(folder, 'secrets.json'), 'utf8'));
      expect([`secret-${saidNow}`, `secret-${saidNow + 1}`]).toContain(secrets.local.value);
    }
  }
  return report;
}

describe('S7 a process that only saves', () => {
  it('killed with kill -9 at 200 random moments loses nothing', async () => {
    const folders = Array.from({ length: LANES }, () => temporaryFolder());
    const reports = await Promise.all(folders.map((folder) => killAgainAndAgain(folder)));
    expect(reports.reduce((sum, { kills }) => sum + kills, 0)).toBe(200);
    // Had no kill hit a write, the test would have shown nothing.
    expect(reports.reduce((sum, { interrupted }) => sum + interrupted, 0)).toBeGreaterThan(0);

    for (const folder of folders) {
      const child = startChild(saveLoop, [folder, '3']);
      await child.waitFor('released');
      expect(await child.ended).toBe(0);
      const names = readdirSync(folder).filter((name) => !name.includes('.backup-'));
      expect(names.toSorted()).toEqual(['secrets.json', 'settings.json']);
      expect(readdirSync(folder)).toHaveLength(5);
    }
  }, 180_000);
});
