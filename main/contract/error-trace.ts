/** Frames of a stack that tell where an error came from. */
const MAX_FRAMES = 6;

export interface ErrorTrace {
  /** The error's class, such as `TypeError`; the type of what was thrown where it is not an error. */
  error: string;
  /** The system's code, such as `ENOSPC`. */
  code?: string;
  /** Where it was thrown. */
  at: string;
}

/**
 * What an error may put into the log: its class, the system's code and where it was thrown. Never its
 * message or its other properties, which may quote a secret, a token or a request.
 */
export function errorTrace(error: unknown): ErrorTrace {
  if (!(error instanceof Error)) return { error: typeof error, at: '' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  const at = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, MAX_FRAMES)
    .map((line) => line.trim())
    .join(' ');
  return {
    error: error.name,
    ...(code === undefined || !/^[A-Z][A-Z0-9_]{1,63}$/.test(code) ? {} : { code }),
    at,
  };
}
