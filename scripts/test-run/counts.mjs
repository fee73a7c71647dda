// @ts-check

/**
 * The numbers of a runner's report. `notes` names each test that was left out or failed to load.
 *
 * @typedef {{ passed: number, failed: number, skipped: number, notes: string[] }} Counts
 */

/**
 * @typedef {object} VitestReport
 * @property {{ name: string, status: string, message?: string, assertionResults: { status: string, fullName: string, title?: string, ancestorTitles?: string[] }[] }[]} testResults
 */

/**
 * Counts Vitest's JSON report. A file that failed without a failed test of its own, because it could not
 * be loaded or a hook threw, counts as one failure.
 *
 * @param {VitestReport} report
 * @returns {Counts}
 */
export function vitestCounts(report) {
  const counts = noCounts();
  for (const file of report.testResults) {
    let failedHere = 0;
    for (const { status, fullName } of file.assertionResults) {
      if (status === 'passed') counts.passed += 1;
      else if (status === 'failed') failedHere += 1;
      else {
        counts.skipped += 1;
        counts.notes.push(`skipped: ${fullName}`);
      }
    }
    if (file.status === 'failed' && failedHere === 0) {
      failedHere = 1;
      counts.notes.push(`failed outside a test: ${file.name}`);
    }
    counts.failed += failedHere;
  }
  return counts;
}

/**
 * @typedef {object} PlaywrightSpec
 * @property {string} title
 * @property {{ status: string, projectName: string, annotations?: { type: string, description?: string }[] }[]} tests
 *
 * @typedef {object} PlaywrightSuite
 * @property {string} title
 * @property {string} [file] Below `test`.
 * @property {PlaywrightSuite[]} [suites]
 * @property {PlaywrightSpec[]} [specs]
 *
 * @typedef {{ suites: PlaywrightSuite[], errors: { message?: string }[] }} PlaywrightReport
 */

/**
 * Counts Playwright's JSON report. An error outside every test, such as a file that cannot be loaded,
 * counts as one failure.
 *
 * @param {PlaywrightReport} report
 * @returns {Counts}
 */
export function playwrightCounts(report) {
  const counts = noCounts();
  for (const { message = 'unknown error' } of report.errors) {
    counts.failed += 1;
    counts.notes.push(`failed outside a test: ${message.split('\n')[0]}`);
  }
  for (const spec of report.suites.flatMap(specsUnder)) {
    for (const test of spec.tests) {
      if (test.status === 'expected') counts.passed += 1;
      else if (test.status === 'flaky') {
        counts.passed += 1;
        counts.notes.push(`passed at the second try: ${spec.title}`);
      } else if (test.status === 'unexpected') counts.failed += 1;
      else {
        counts.skipped += 1;
        const reason = test.annotations?.find(({ type }) => type === 'skip')?.description;
        counts.notes.push(`skipped: ${spec.title}${reason === undefined ? '' : ` (${reason})`}`);
      }
    }
  }
  return counts;
}

/**
 * How many tests a listing names, for a suite that cannot run here.
 *
 * @param {PlaywrightReport} listing
 * @returns {number}
 */
export function listedTests(listing) {
  return listing.suites.flatMap(specsUnder).reduce((sum, { tests }) => sum + tests.length, 0);
}

/**
 * @param {Counts[]} all
 * @returns {Counts}
 */
export function sumOfCounts(all) {
  return all.reduce(
    (sum, one) => ({
      passed: sum.passed + one.passed,
      failed: sum.failed + one.failed,
      skipped: sum.skipped + one.skipped,
      notes: [...sum.notes, ...one.notes],
    }),
    noCounts(),
  );
}

/**
 * How many skipped tests count as left out: all but those that name an Electron too old for them.
 *
 * @param {Counts} counts
 * @returns {number}
 */
export function leftOut({ skipped, notes }) {
  return skipped - notes.filter((note) => /^skipped: .*\(Electron \d+ /.test(note)).length;
}

/** @returns {Counts} */
function noCounts() {
  return { passed: 0, failed: 0, skipped: 0, notes: [] };
}

/**
 * @param {PlaywrightSuite} suite
 * @returns {PlaywrightSpec[]}
 */
function specsUnder(suite) {
  return [...(suite.specs ?? []), ...(suite.suites ?? []).flatMap(specsUnder)];
}
