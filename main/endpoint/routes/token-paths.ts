/** How the token route of a path reads names and writes its answer. */
export interface TokenPath {
  path: string;
  /** `standard`: LiveKit's standard endpoint. `legacy`: the older sandbox, camelCase alone. */
  answer: 'standard' | 'legacy';
  /** Whether a participant's name is their identity, as the older sandbox defines it. */
  nameIsIdentity: boolean;
}

function standard(path: string): TokenPath {
  return { path, answer: 'standard', nameIsIdentity: false };
}

/**
 * Where tokens are. `/token` is the one we show; the others are where clients, starters and samples of
 * LiveKit look when only their base URL is changed. LiveKit Meet's path tells participants of one name
 * apart, so a name there is a name only.
 */
export const TOKEN_PATHS: readonly TokenPath[] = [
  standard('/token'),
  standard('/api/v2/sandbox/connection-details'),
  { path: '/api/sandbox/connection-details', answer: 'legacy', nameIsIdentity: true },
  { path: '/api/connection-details', answer: 'legacy', nameIsIdentity: false },
  standard('/api/token'),
  standard('/createToken'),
  standard('/getToken'),
  standard('/'),
];

export const HEALTH_PATH = '/health';

const LOWER_CASE_PATHS: ReadonlySet<string> = new Set(
  TOKEN_PATHS.map(({ path }) => path.toLowerCase()),
);

/** Whether a canonical path is one of the token routes. */
export function isTokenPath(path: string): boolean {
  return LOWER_CASE_PATHS.has(path.toLowerCase());
}
