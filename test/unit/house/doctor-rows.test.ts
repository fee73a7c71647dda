import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { CAUSES } from '../../../main/contract/causes/causes.ts';
import { trackedTexts } from './tracked-files.ts';

const testFolder = new URL('../../', import.meta.url);
const read = (path: string): string => readFileSync(new URL(path, testFolder), 'utf8');

const rows = read('DOCTOR-ROWS.md')
  .split('\n')
  .filter((line) => /^\| D\d/.test(line))
  .map((line) => {
    const [row = '', planted = '', named = '', file = ''] = line
      .split('|')
      .slice(1)
      .map((cell) => cell.trim());
    return { row, planted, named, file, code: /^`(\w+)`$/.exec(named)?.[1] };
  });

const levels: Readonly<Record<string, { level: string }>> = CAUSES;

test('the doctor is shown D1 to D70, each row once', () => {
  const names = rows.map(({ row }) => row);
  const numbers = Array.from({ length: 70 }, (_, index) => `D${index + 1}`);
  expect(names.filter((name) => !/[ab]$/.test(name))).toEqual(numbers);
  expect(new Set(names).size).toBe(names.length);
});

test.each(rows)('$row, $planted: its cause is of the list and its test is in $file', (line) => {
  const { row, code, named, file } = line;
  if (code === undefined) expect(named).toBe('_healthy_');
  else expect(Object.keys(CAUSES)).toContain(code);
  const text = read(file);
  expect(text).toMatch(new RegExp(`['"\`](?:D\\d+[ab]?, )*${row}(?:, D\\d+)*: `));
  // Which notes a healthy token gets is told apart in the unit test.
  if (code !== undefined) expect(text + read('unit/doctor/examine-token.test.ts')).toContain(code);
});

test('at least 60 rows are planted, and at least 15 of them are called no more than a note', () => {
  const harmless = rows.filter(({ code = '' }) => levels[code]?.level !== 'cause');
  expect(rows.length).toBeGreaterThanOrEqual(60);
  expect(harmless.length).toBeGreaterThanOrEqual(15);
});

test('every cause of the list is one that the code can name', () => {
  const code = [...trackedTexts()]
    .filter(([path]) => path.startsWith('main/') && !path.startsWith('main/contract/causes/'))
    .map(([, text]) => text)
    .join('\n');
  const dead = Object.keys(CAUSES).filter((name) => !code.includes(`'${name}'`));
  expect(dead).toEqual([]);
});
