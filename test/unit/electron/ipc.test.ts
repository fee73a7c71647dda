import { describe, expect, it } from 'vitest';
import { isPlainData } from '../../../main/hosts/electron/ipc.ts';

describe('what may come over IPC', () => {
  it.each([
    [undefined],
    [null],
    ['text'],
    ['\ud800'],
    [1.5],
    [{ a: [1, { b: null }], c: undefined }],
    [{ content: 'x'.repeat(8 * 1024 * 1024) }],
  ])('E9 takes what JSON carries', (value) => {
    expect(isPlainData(value)).toBe(true);
  });

  const cycle: Record<string, unknown> = {};
  cycle['self'] = cycle;
  it.each([
    ['a map', new Map()],
    ['a buffer', new Uint8Array(4)],
    ['a date', new Date(0)],
    ['not a number', Number.NaN],
    ['a big integer', 1n],
    ['a function', () => {}],
    ['a cycle', cycle],
    ['an own __proto__', JSON.parse('{"a":{"__proto__":{"isAdmin":true}}}')],
    ['no prototype', Object.create(null)],
    ['deep nesting', JSON.parse(`${'['.repeat(5000)}${']'.repeat(5000)}`)],
    ['more than ten megabytes', { content: 'x'.repeat(11 * 1024 * 1024) }],
    [
      'endlessly many keys',
      Object.fromEntries(Array.from({ length: 1_400_000 }, (_, i) => [i, 0])),
    ],
  ])('E9 refuses %s', (_name, value) => {
    expect(isPlainData(value)).toBe(false);
  });
});
