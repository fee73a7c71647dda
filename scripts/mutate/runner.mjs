// @ts-check
/**
 * Runs tests in one warm Vitest: a child of `mutate.mjs`, which asks by message and ends it when a change has made
 * a loop endless.
 */
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { createVitest } from 'vitest/node';
import { instrumented, mutated } from './mutations.mjs';

/** @typedef {import('./mutations.mjs').Mutation} Mutation */

const root = process.argv[2] ?? process.cwd();
/** @type {Mutation[]} */
const mutations = JSON.parse(readFileSync(join(root, 'mutations.json'), 'utf8'));
const numbered = mutations.map((mutation, id) => ({ id, mutation }));
const changedFiles = [...new Set(mutations.map(({ file }) => file))];

/** @type {Mutation | 'all' | undefined} */
let active;
/** Read by the config below, which Vite loads into this process. */
Object.assign(globalThis, {
  mutatePlugin: {
    name: 'mutate',
    enforce: 'pre',
    /** @type {(code: string, id: string) => string | undefined} */
    transform(code, id) {
      const file = relative(root, id);
      if (active !== 'all') return active?.file === file ? mutated(code, active) : undefined;
      return instrumented(
        code,
        numbered.filter(({ mutation }) => mutation.file === file),
      );
    },
  },
});
writeFileSync(
  join(root, 'vitest.mutate.config.ts'),
  `import base from './vitest.config.ts';
const { test } = base;
const setupFiles = ['./record-reached.ts'];
const projects = test.projects.map((project) => ({
  ...project, plugins: [globalThis.mutatePlugin], test: { ...project.test, setupFiles },
}));
export default { ...base, test: { ...test, projects } };
`,
);
writeFileSync(
  join(root, 'record-reached.ts'),
  `import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, expect } from 'vitest';
const reached = new Set();
globalThis.mutationReached = (id) => reached.add(id);
afterAll(() => {
  if (reached.size === 0) return;
  const { testPath } = expect.getState();
  mkdirSync('reached', { recursive: true });
  const name = testPath.replaceAll(/[^a-z0-9]/gi, '-');
  writeFileSync('reached/' + name + '.json', JSON.stringify([testPath, [...reached]]));
});
`,
);

const vitest = await createVitest('test', {
  root,
  config: join(root, 'vitest.mutate.config.ts'),
  watch: false,
  silent: true,
  reporters: [{}],
  retry: 0,
});
await vitest.standalone();

/**
 * @param {readonly string[]} tests Paths; none are all.
 * @returns {Promise<{ file: string, test: string }[]>} Of each test file that failed its first such test.
 */
async function run(tests) {
  vitest.state.filesMap.clear();
  vitest.state.idMap.clear();
  const all = await vitest.globTestSpecifications();
  const wanted = tests.length === 0 ? all : all.filter(({ moduleId }) => tests.includes(moduleId));
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications(wanted);
  const failed = testModules
    .filter((module) => !module.ok())
    .map((module) => {
      const [first] = module.children.allTests('failed');
      return { file: module.moduleId, test: first?.fullName ?? 'its start' };
    });
  if (failed.length === 0 && unhandledErrors.length > 0) {
    failed.push({ file: '', test: 'an unhandled error' });
  }
  return failed;
}

/** @returns {string[][]} For each mutation the test files that reach it. */
function readReached() {
  const files = readdirSync(join(root, 'reached')).map((name) => {
    /** @type {[testFile: string, ids: number[]]} */
    const one = JSON.parse(readFileSync(join(root, 'reached', name), 'utf8'));
    return one;
  });
  return mutations.map(({ file }, id) =>
    files
      .filter(([, ids]) => ids.includes(id))
      .map(([testFile, ids]) => ({
        testFile,
        rank: sharedWords(testFile, file) * 1000 - ids.length,
      }))
      .toSorted((one, other) => other.rank - one.rank)
      .map(({ testFile }) => testFile),
  );
}

/**
 * How many words of a source file's path are in the test file's too: its own tests are the likeliest to notice.
 *
 * @type {(testFile: string, file: string) => number}
 */
function sharedWords(testFile, file) {
  const words = new Set(relative(root, testFile).split(/[^a-z]+/));
  return file.split(/[^a-z]+/).filter((word) => word !== 'ts' && words.has(word)).length;
}

process.on('message', (/** @type {{ id: number, tests: string[] } | 'all'} */ asked) => {
  void (async () => {
    active = asked === 'all' ? 'all' : mutations[asked.id];
    const files = active === 'all' ? changedFiles : active === undefined ? [] : [active.file];
    for (const file of files) vitest.invalidateFile(join(root, file));
    const failed = await run(asked === 'all' ? [] : asked.tests);
    for (const file of files) vitest.invalidateFile(join(root, file));
    process.send?.({ failed, reached: asked === 'all' ? readReached() : [] });
  })();
});
process.send?.('ready');
