// @ts-check

/**
 * The environment of a test run: ours, without the variables that would change the result. A developer's LIVEKIT_*
 * would become a project, and Electron's switch would turn the app into plain Node. `LIVEKIT_SERVER`, the program
 * that the tests of the `server` project start, stays.
 *
 * @param {NodeJS.ProcessEnv} env
 * @returns {NodeJS.ProcessEnv}
 */
export function testEnvironment(env) {
  return Object.fromEntries(
    Object.entries(env).filter(
      ([name]) =>
        name === 'LIVEKIT_SERVER' ||
        (!name.startsWith('LIVEKIT_') && name !== 'ELECTRON_RUN_AS_NODE'),
    ),
  );
}
