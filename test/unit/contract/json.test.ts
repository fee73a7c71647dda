import { describe, expect, it } from 'vitest';
import { jsonFaultAt } from '../../../main/contract/json.ts';

describe('where a text stops being JSON', () => {
  it.each<[string, number]>([
    ['{"a": b}', 6],
    ['{"a": "b" "c"}', 10],
    ['{a: 1}', 1],
    ["{'a': 1}", 1],
    ['{"a": 1,}', 8],
    ['{"a" 1}', 5],
    ['[1, 2,]', 6],
    ['{"a": 01}', 6],
    ['{"a": tru}', 6],
    ['{"a": "x\ny"}', 8],
    ['{"a": "\\x"}', 7],
    ['{"a": 1} x', 9],
    ['{"a": [1}', 8],
    ['{"a": 1', 7],
    ['{', 1],
    ['', 0],
  ])('%j: %i', (text, at) => {
    expect(() => JSON.parse(text)).toThrow(SyntaxError);
    expect(jsonFaultAt(text)).toBe(at);
  });

  it.each(['{}', ' [ ] ', '{"a":[1,-2.5e3,{"b":null}],"c":"\\u00e9\\n"}', 'true', '"x"'])(
    '%j is JSON',
    (text) => {
      expect(() => JSON.parse(text)).not.toThrow();
      expect(jsonFaultAt(text)).toBeUndefined();
    },
  );

  it('takes a body of a megabyte in one go, however deep', () => {
    expect(jsonFaultAt('['.repeat(1_000_000))).toBe(1_000_000);
    expect(jsonFaultAt(`{"a":"${'\\"'.repeat(500_000)}`)).toBe(1_000_006);
  });
});
