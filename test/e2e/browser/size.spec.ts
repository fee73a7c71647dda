import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@playwright/test';

test('the script before the first view is at most 30 kB, gzipped', () => {
  const script = fileURLToPath(new URL('../../../scripts/check-size.mjs', import.meta.url));
  // It ends with another code than 0, and so throws here, where the limit does not hold.
  const said = execFileSync(process.execPath, [script], { encoding: 'utf8' });
  console.log(said.trim());
  expect(said).toMatch(/before the first view, of at most\s+30\.0 kB/);
});
