/** Everything was said already; only the exit code, 1, is left to say. */
export class SilentFailure extends Error {}
