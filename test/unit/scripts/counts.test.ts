import { describe, expect, it } from 'vitest';
import {
  leftOut,
  listedTests,
  playwrightCounts,
  sumOfCounts,
  vitestCounts,
} from '../../../scripts/test-run/counts.mjs';

describe('vitestCounts', () => {
  it('counts each test and names those that were left out', () => {
    const report = {
      testResults: [
        {
          name: 'a.test.ts',
          status: 'failed',
          assertionResults: [
            { status: 'passed', fullName: 'a one' },
            { status: 'failed', fullName: 'a two' },
            { status: 'pending', fullName: 'a three' },
            { status: 'todo', fullName: 'a four' },
          ],
        },
      ],
    };
    expect(vitestCounts(report)).toEqual({
      passed: 1,
      failed: 1,
      skipped: 2,
      notes: ['skipped: a three', 'skipped: a four'],
    });
  });

  it('counts a file that could not be loaded as a failure', () => {
    const report = {
      testResults: [{ name: 'b.test.ts', status: 'failed', message: 'no', assertionResults: [] }],
    };
    expect(vitestCounts(report)).toEqual({
      passed: 0,
      failed: 1,
      skipped: 0,
      notes: ['failed outside a test: b.test.ts'],
    });
  });
});

describe('playwrightCounts', () => {
  const report = {
    errors: [{ message: 'Error: cannot load c.spec.ts\n  at x' }],
    suites: [
      {
        title: 'a.spec.ts',
        specs: [{ title: 'one', tests: [{ status: 'expected', projectName: 'headless' }] }],
        suites: [
          {
            title: 'group',
            specs: [
              { title: 'two', tests: [{ status: 'unexpected', projectName: 'headless' }] },
              {
                title: 'three',
                tests: [
                  {
                    status: 'skipped',
                    projectName: 'headless',
                    annotations: [{ type: 'skip', description: 'no IPv6' }],
                  },
                ],
              },
            ],
          },
        ],
      },
    ],
  };

  it('names what passed at the second try alone', () => {
    const specs = [{ title: 'slow', tests: [{ status: 'flaky', projectName: 'headless' }] }];
    expect(playwrightCounts({ errors: [], suites: [{ title: 'a.spec.ts', specs }] })).toEqual({
      passed: 1,
      failed: 0,
      skipped: 0,
      notes: ['passed at the second try: slow'],
    });
  });

  it('counts tests at every depth and errors outside tests, and names what was left out', () => {
    expect(playwrightCounts(report)).toEqual({
      passed: 1,
      failed: 2,
      skipped: 1,
      notes: ['failed outside a test: Error: cannot load c.spec.ts', 'skipped: three (no IPv6)'],
    });
  });

  it('knows how many tests a listing names', () => {
    expect(listedTests(report)).toBe(3);
  });
});

describe('sumOfCounts', () => {
  it('adds suites up', () => {
    expect(
      sumOfCounts([
        { passed: 3, failed: 1, skipped: 0, notes: ['x'] },
        { passed: 2, failed: 0, skipped: 5, notes: ['y'] },
      ]),
    ).toEqual({ passed: 5, failed: 1, skipped: 5, notes: ['x', 'y'] });
  });
});

describe('leftOut', () => {
  it('excuses only what the Electron of this machine is too old for', () => {
    const notes = [
      'skipped: one (Electron 25 asks for no permission)',
      'skipped: two (there is no parser here)',
      'passed at the second try: three',
    ];
    expect(leftOut({ passed: 1, failed: 0, skipped: 2, notes })).toBe(1);
  });
});
