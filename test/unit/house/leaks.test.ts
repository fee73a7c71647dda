import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { signHs256 } from '../../../main/core/access-token.ts';
import { expectNoLeakBelow, leakIn } from '../../fixtures/leaks.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';
import { KITCHEN } from '../handlers/harness.ts';

const SECRET = 'sentinel-secret-of-this-test-0001';
const TOKEN = signHs256({ iss: 'devkey', sub: 'ada' }, 'secret');

describe('the search for leaks that each suite ends with', () => {
  it.each([SECRET, KITCHEN.apiSecret, 'sentinel-api-secret-4f9a'])(
    'finds the secret %s',
    (secret) => {
      expect(leakIn(`"apiSecret":"${secret}"`)).toBe('a secret');
    },
  );

  it('finds a token, but for where tokens belong', () => {
    expect(leakIn(`granted ${TOKEN} to ada`)).toBe('a token');
    expect(leakIn(TOKEN, { tokens: true })).toBeUndefined();
  });

  it('takes a hint of a secret, or a masked token, for none', () => {
    expect(leakIn('ends in …0001, token eyJ…')).toBeUndefined();
  });

  it('looks into every file of a folder but the one that keeps secrets', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'secrets.json'), SECRET);
    expect(() => expectNoLeakBelow(folder)).not.toThrow();
    mkdirSync(join(folder, 'logs'));
    writeFileSync(join(folder, 'logs', 'token-tray.log'), `${SECRET}\n`);
    expect(() => expectNoLeakBelow(folder)).toThrow('LEAK: a secret in logs/token-tray.log');
  });
});
