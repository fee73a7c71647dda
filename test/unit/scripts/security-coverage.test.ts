import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  coverageText,
  securityCoverage,
  uncovered,
  type Item,
} from '../../../scripts/security-coverage.mjs';

const items: Item[] = JSON.parse(
  readFileSync(new URL('../../security/items.json', import.meta.url), 'utf8'),
);

const A1: Item = { id: 'A1', level: 'critical', words: 'Host' };
const A2: Item = { id: 'A2', level: 'high', words: 'rebinding' };
const A12: Item = { id: 'A12', level: 'low', words: 'images' };

function testNamed(result: 'passed' | 'failed' | 'skipped', ...titles: string[]) {
  return { titles, file: 'a.test.ts', result };
}

describe('securityCoverage', () => {
  it('finds tests by the numbers that lead their title or that of a group', () => {
    const tests = [
      testNamed('passed', 'W3 A1 refuses'),
      testNamed('passed', 'A2 A1', 'in a browser'),
      testNamed('passed', 'refuses what A1 names'),
    ];
    const rows = securityCoverage([A1, A2, A12], tests);
    expect(rows.map(({ tests: found, result }) => [found.length, result])).toEqual([
      [2, 'passed'],
      [1, 'passed'],
      [0, 'no test'],
    ]);
  });

  it('is failed as soon as one test failed, and passed as soon as one ran', () => {
    const failed = [testNamed('passed', 'A1 x'), testNamed('failed', 'A1 y')];
    expect(securityCoverage([A1], failed)[0]?.result).toBe('failed');
    const partly = [testNamed('passed', 'A1 x'), testNamed('skipped', 'A1 y')];
    expect(securityCoverage([A1], partly)[0]?.result).toBe('passed');
  });
});

describe('uncovered', () => {
  const tests = [testNamed('skipped', 'A1 x'), testNamed('failed', 'A2 x')];

  it('names critical and high requirements without a passing test, and no others', () => {
    const rows = securityCoverage([A1, A2, A12], tests);
    expect(uncovered(rows, { whole: true })).toEqual([
      'A1 (critical) Host: skipped',
      'A2 (high) rebinding: failed',
    ]);
  });

  it('does not hold a suite that could not run against a requirement', () => {
    const rows = securityCoverage([A1, A2], tests);
    expect(uncovered(rows, { whole: false })).toEqual(['A2 (high) rebinding: failed']);
  });

  it('takes an explanation instead, but only six of them', () => {
    const explained = { ...A2, explained: 'No such thing here.' };
    expect(uncovered(securityCoverage([explained], []), { whole: true })).toEqual([]);
    const seven = Array.from({ length: 7 }, () => explained);
    expect(uncovered(securityCoverage(seven, []), { whole: true })).toEqual([
      expect.stringContaining('at most 6'),
    ]);
  });
});

describe('coverageText', () => {
  it('has a row for each requirement, with its tests by file', () => {
    const rows = securityCoverage([A1], [testNamed('passed', 'A1 x'), testNamed('passed', 'A1 y')]);
    expect(coverageText(rows)).toContain('| A1 | critical | Host | passed | a.test.ts (2) |');
  });
});

describe('test/security/items.json', () => {
  it('has every requirement once', () => {
    const counts = { A: 34, E: 26, S: 19, R: 26, N: 14 };
    const expected = Object.entries(counts).flatMap(([letter, count]) =>
      Array.from({ length: count }, (_, index) => `${letter}${index + 1}`),
    );
    expect(items.map(({ id }) => id)).toEqual(expected);
  });

  it('is what SECURITY-COVERAGE.md was written from', () => {
    const file = new URL('../../SECURITY-COVERAGE.md', import.meta.url);
    expect(existsSync(file)).toBe(true);
    const rows = readFileSync(file, 'utf8').match(/^\| [AESRN]\d+ \| \w+ \| [^|]+/gm);
    expect(rows?.map((row) => row.trim())).toEqual(
      items.map(({ id, level, words }) => `| ${id} | ${level} | ${words}`),
    );
  });
});
