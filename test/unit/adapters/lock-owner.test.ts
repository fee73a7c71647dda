import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readOwner, identifyThisProcess } from '../../../main/adapters/lock/lock-owner.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';

function lockedBy(owner: Record<string, unknown>): string {
  const folder = temporaryFolder();
  mkdirSync(join(folder, 'lock'));
  writeFileSync(
    join(folder, 'lock-owner.json'),
    JSON.stringify({ ...identifyThisProcess(), instanceId: 'one', kind: 'headless', ...owner }),
  );
  return folder;
}

it('S9 a data folder has an owner while its lock is there and its process lives', () => {
  expect(readOwner(lockedBy({}))?.instanceId).toBe('one');
  expect(readOwner(lockedBy({ pid: 2 ** 30 }))).toBeUndefined();
  const released = lockedBy({});
  rmSync(join(released, 'lock'), { recursive: true });
  expect(readOwner(released)).toBeUndefined();
});
