import { describe, expect, it } from 'vitest';
import { expandVariables } from '../../../main/core/credentials/expand-variables.ts';

const NAME = { text: 'value', literal: false };

describe('filling in variables', () => {
  it.each([
    ['$NAME-${NAME}', 'value-value'],
    ['$$NAME', '$NAME'],
    ['$$$NAME', '$value'],
    [String.raw`\$NAME`, '$NAME'],
    ['a $ b', 'a $ b'],
    ['${NAME', '${NAME'],
  ])('makes %j into %j, as a shell and Compose do', (text, expected) => {
    expect(expandVariables(text, (name) => (name === 'NAME' ? NAME : undefined)).text).toBe(
      expected,
    );
  });

  it('stops at 16 KiB, so that a bomb of variables costs no time', () => {
    let asked = 0;
    const { text } = expandVariables('$NAME'.repeat(1000), () => {
      asked += 1;
      return { text: 'x'.repeat(4096), literal: true };
    });
    expect([text.length, asked]).toEqual([16_384, 4]);
  });
});
