// @ts-check
/**
 * `node scripts/security-coverage.mjs`: which tests cover each security requirement, from the reports of the last
 * run, to `test/SECURITY-COVERAGE.md`. `npm test` does the same at its end. A test covers the requirements whose
 * numbers lead its title, or the title of a group it is in: `A3 A21 refuses …`.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';

/** @typedef {import('./test-run/counts.mjs').VitestReport} VitestReport */
/** @typedef {import('./test-run/counts.mjs').PlaywrightReport} PlaywrightReport */
/** @typedef {import('./test-run/counts.mjs').PlaywrightSuite} PlaywrightSuite */

/**
 * A requirement, from `test/security/items.json`.
 *
 * @typedef {object} Item
 * @property {string} id Such as `A3`.
 * @property {'critical' | 'high' | 'medium' | 'low'} level
 * @property {string} words What it asks for, in a few words.
 * @property {{ because: string, instead: string }} [onLinux] What cannot run on Linux, and what was done instead.
 * @property {string} [explained] Why it may lack a passing test.
 */

/** @typedef {'passed' | 'failed' | 'skipped'} Result */
/** @typedef {{ titles: string[], file: string, result: Result }} TestResult */
/** @typedef {{ item: Item, tests: TestResult[], result: Result | 'no test' }} Row */

const MAX_EXPLAINED = 6;

const root = fileURLToPath(new URL('..', import.meta.url));
const reports = join(root, 'test-results/reports');
const target = join(root, 'test/SECURITY-COVERAGE.md');

/**
 * Reads the reports of the last run, writes the coverage and says what is missing.
 *
 * @param {{ whole: boolean }} run Whether every suite ran. Only then is the file written.
 * @returns {string[]} One line for each critical or high requirement without a passing test.
 */
export function writeSecurityCoverage({ whole }) {
  /** @type {Item[]} */
  const items = JSON.parse(readFileSync(join(root, 'test/security/items.json'), 'utf8'));
  const rows = securityCoverage(items, readResults());
  if (whole) writeFileSync(target, coverageText(rows));
  return uncovered(rows, { whole });
}

/**
 * @param {readonly Item[]} items
 * @param {readonly TestResult[]} results
 * @returns {Row[]}
 */
export function securityCoverage(items, results) {
  /** @type {Map<string, TestResult[]>} */
  const byId = new Map();
  for (const test of results) {
    for (const id of new Set(test.titles.flatMap(leadingNumbers))) {
      const tests = byId.get(id) ?? [];
      byId.set(id, tests);
      tests.push(test);
    }
  }
  return items.map((item) => {
    const tests = byId.get(item.id) ?? [];
    return { item, tests, result: sumOf(tests) };
  });
}

/**
 * What a run is held to. A test that did not run counts where every suite did.
 *
 * @param {readonly Row[]} rows
 * @param {{ whole: boolean }} run
 * @returns {string[]}
 */
export function uncovered(rows, { whole }) {
  const explained = rows.filter(({ item }) => item.explained !== undefined);
  if (explained.length > MAX_EXPLAINED) {
    return [
      `${explained.length} requirements are explained away; at most ${MAX_EXPLAINED} may be.`,
    ];
  }
  return rows
    .filter(({ item }) => item.level === 'critical' || item.level === 'high')
    .filter(({ item, result }) => result !== 'passed' && item.explained === undefined)
    .filter(({ result }) => whole || result !== 'skipped')
    .map(({ item, result }) => `${item.id} (${item.level}) ${item.words}: ${result}`);
}

/**
 * @param {readonly Row[]} rows
 * @returns {string} Markdown.
 */
export function coverageText(rows) {
  const lists = groupByLetter(rows);
  const parts = [...lists].map(([letter, list]) => {
    const lines = list.map(
      ({ item, tests, result }) =>
        `| ${item.id} | ${item.level} | ${item.words} | ${result} | ${places(item, tests)} |`,
    );
    return [
      `## ${letter}: ${HEADINGS[letter] ?? ''}`,
      '',
      '| | Level | Requirement | Result | Tests |',
      '| --- | --- | --- | --- | --- |',
      ...lines,
      '',
    ].join('\n');
  });
  const passed = rows.filter(({ result }) => result === 'passed').length;
  return [
    '# Security coverage',
    '',
    `Written by \`npm test\` from its reports; do not edit. ${passed} of ${rows.length} requirements have passing tests.`,
    'A test covers the requirements whose numbers lead its title. The words are in `test/security/items.json`.',
    '',
    parts.join('\n'),
  ].join('\n');
}

/** @type {Record<string, string>} */
const HEADINGS = {
  A: 'requests from pages, programs and the network',
  E: 'the desktop app',
  S: 'secrets and files',
  R: 'reliability',
  N: 'HTTP, logs and dependencies',
};

/**
 * @param {readonly Row[]} rows
 * @returns {Map<string, Row[]>}
 */
function groupByLetter(rows) {
  /** @type {Map<string, Row[]>} */
  const groups = new Map();
  for (const row of rows) {
    const letter = row.item.id.charAt(0);
    groups.set(letter, [...(groups.get(letter) ?? []), row]);
  }
  return groups;
}

/**
 * @param {Item} item
 * @param {readonly TestResult[]} tests
 * @returns {string}
 */
function places(item, tests) {
  /** @type {Map<string, number>} */
  const files = new Map();
  for (const { file } of tests) files.set(file, (files.get(file) ?? 0) + 1);
  const named = [...files]
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
    .map(([file, count]) => (count === 1 ? file : `${file} (${count})`));
  const { onLinux, explained } = item;
  return [
    ...(named.length === 0 ? [] : [named.join(', ')]),
    ...(onLinux === undefined ? [] : [`On Linux: ${onLinux.because} ${onLinux.instead}`]),
    ...(explained === undefined ? [] : [explained]),
  ].join('<br>');
}

/**
 * @param {string} title
 * @returns {string[]} The numbers it begins with.
 */
function leadingNumbers(title) {
  return /^(?:[A-Z]\d{1,2}[ ,]+)+/.exec(`${title} `)?.[0].match(/[A-Z]\d{1,2}/g) ?? [];
}

/**
 * @param {readonly TestResult[]} tests
 * @returns {Result | 'no test'}
 */
function sumOf(tests) {
  if (tests.some(({ result }) => result === 'failed')) return 'failed';
  if (tests.some(({ result }) => result === 'passed')) return 'passed';
  return tests.length === 0 ? 'no test' : 'skipped';
}

/**
 * @param {string} suite
 * @returns {any} Undefined where it did not run.
 */
function readReport(suite) {
  const file = join(reports, `${suite}.json`);
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
}

/** @returns {TestResult[]} Of every report that there is. */
function readResults() {
  /** @type {VitestReport | undefined} */
  const vitest = readReport('vitest');
  const ofPlaywright = ['headless', 'server', 'lan', 'desktop'].flatMap((name) => {
    /** @type {PlaywrightReport | undefined} */
    const report = readReport(name);
    return report === undefined
      ? []
      : report.suites.flatMap((suite) => playwrightResults(suite, []));
  });
  return [...(vitest === undefined ? [] : vitestResults(vitest)), ...ofPlaywright];
}

/**
 * @param {VitestReport} report
 * @returns {TestResult[]}
 */
function vitestResults({ testResults }) {
  return testResults.flatMap(({ name, assertionResults }) =>
    assertionResults.map(({ ancestorTitles = [], title = '', status }) => ({
      titles: [...ancestorTitles, title],
      file: relative(join(root, 'test'), name).replaceAll('\\', '/'),
      result: status === 'passed' || status === 'failed' ? status : 'skipped',
    })),
  );
}

/**
 * @param {PlaywrightSuite} suite
 * @param {readonly string[]} above Titles of the groups it is in.
 * @returns {TestResult[]}
 */
function playwrightResults({ title, file, specs = [], suites = [] }, above) {
  const titles = [...above, title];
  return [
    ...specs.flatMap((spec) =>
      spec.tests.map(({ status }) => ({
        titles: [...titles, spec.title],
        file: file ?? '',
        result: playwrightResult(status),
      })),
    ),
    ...suites.flatMap((inner) => playwrightResults(inner, titles)),
  ];
}

/**
 * @param {string} status
 * @returns {Result}
 */
function playwrightResult(status) {
  if (status === 'expected' || status === 'flaky') return 'passed';
  return status === 'unexpected' ? 'failed' : 'skipped';
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const line of writeSecurityCoverage({ whole: true })) console.log(line);
}
