import { describe, expect, it } from 'vitest';
import { checkSize } from '../../../main/endpoint/guards/size.ts';

describe('checkSize', () => {
  it.each([
    [undefined, 'passes'],
    ['0', 'passes'],
    ['1048576', 'passes'],
    ['1048577', 'body_too_large'],
    ['999999999999999999999', 'body_too_large'],
  ])('R11 W19 decides by the announced length alone: %s', (length, outcome) => {
    expect(checkSize(length)?.failure.code ?? 'passes').toBe(outcome);
  });
});
