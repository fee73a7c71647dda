import { expect, it } from 'vitest';
import type { AccessSettings } from '../../../main/core/ports.ts';
import { createDecisions } from '../../../main/endpoint/guards/decisions.ts';

const ACCESS: AccessSettings = {
  allowedOrigins: new Set(['https://app.example.com']),
  allowedHosts: new Set(),
  allowNullOrigin: false,
  lan: false,
  lanKey: undefined,
  key: '',
  requiresKey: () => false,
  isTokenServerId: () => false,
};

it('decides once per value, and per Host for an Origin', () => {
  const decisions = createDecisions({ access: ACCESS, machineName: 'desk', port: 1 });
  const first = decisions.host('evil.example');
  expect(decisions.host('evil.example')).toBe(first);
  expect(decisions.origin('http://10.0.2.2:3000', '10.0.2.2')).toBeUndefined();
  expect(decisions.origin('http://10.0.2.2:3000', 'localhost')).toMatchObject({ rule: 'origin' });
  expect(decisions.origin('https://app.example.com', 'localhost')).toBeUndefined();
});

it('goes on deciding rightly when it is asked about thousands of values', () => {
  const decisions = createDecisions({ access: ACCESS, machineName: 'desk', port: 1 });
  for (let index = 0; index < 2_000; index += 1) {
    expect(decisions.host(`h${index}.evil.example`)).toMatchObject({ rule: 'host' });
    expect(decisions.origin(`https://h${index}.evil.example`, 'localhost')).toBeDefined();
  }
  expect(decisions.host('localhost')).toEqual({ hostname: 'localhost' });
  expect(decisions.host(`${'a'.repeat(5_000)}.localhost`)).toHaveProperty('hostname');
});
