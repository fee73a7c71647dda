import { expect, it } from 'vitest';
import { failureCode, failureReason } from '../../../main/adapters/files/failure-reason.ts';

it.each([
  [{ code: 'ENOSPC' }, 'ENOSPC', 'The disk is full.'],
  [
    Object.assign(new Error('secret text'), { code: 'EWEIRD' }),
    'EWEIRD',
    'The system says EWEIRD.',
  ],
  [new Error('secret text'), '', 'The system does not say why.'],
  [{ code: 5 }, '', 'The system does not say why.'],
  ['ENOSPC', '', 'The system does not say why.'],
  [null, '', 'The system does not say why.'],
  [undefined, '', 'The system does not say why.'],
])('%o has the code "%s": %s', (error, code, reason) => {
  expect(failureCode(error)).toBe(code);
  expect(failureReason(error)).toBe(reason);
});
