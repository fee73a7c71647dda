import { DRILLS, type DrillCode } from '../drills.ts';
import type { ErrorCode, ErrorDetails } from '../errors.ts';
import { fillIn } from '../text.ts';
import { NETWORK_CAUSES } from './network.ts';
import { SERVER_CAUSES } from './server.ts';
import { TOKEN_CAUSES } from './token.ts';

/** `{name}` is filled from a finding's details. */
interface CauseDefinition {
  /** A `cause` stops the join or what the app does next; a `warning` alone does no harm. */
  readonly level: 'cause' | 'warning';
  /** What is wrong. */
  readonly sentence: string;
  /** What to do about it. */
  readonly fix: string;
}

/** Comes first: what was meant to fail needs no other reason. */
const DRILL_CAUSE = {
  drill: {
    level: 'cause',
    sentence: 'A drill did this: {title}. {sentence}',
    fix: 'Turn the drill off, or ask again once it has ended.',
  },
} as const;

/**
 * Every reason why a token is refused or a participant does not join, for the window, the tray, the command line and
 * JSON. Most important first: without a way to the server no token counts, and without a good token no room does.
 */
export const CAUSES = {
  ...DRILL_CAUSE,
  ...NETWORK_CAUSES,
  ...TOKEN_CAUSES,
  ...SERVER_CAUSES,
} as const satisfies Record<string, CauseDefinition>;

type CauseCode = keyof typeof CAUSES;

/** One finding, with its words filled in. */
export interface Cause {
  /** A cause of the list, or the error with which this endpoint refused a request. */
  code: CauseCode | ErrorCode;
  level: CauseDefinition['level'];
  sentence: string;
  fix: string;
}

const RANK: ReadonlyMap<string, number> = new Map(
  Object.keys(CAUSES).map((code, place) => [code, place]),
);

/** The finding `code`, with its words filled in. */
export function cause(code: CauseCode, details: ErrorDetails = {}): Cause {
  const { level, sentence, fix } = CAUSES[code];
  return { code, level, sentence: fillIn(sentence, details), fix: fillIn(fix, details) };
}

export function drillCause(code: DrillCode): Cause {
  const { title, sentence } = DRILLS[code];
  return cause('drill', { title, sentence });
}

/** `causes` in the order to fix them: causes before warnings, then as listed. */
export function byImportance(causes: readonly Cause[]): Cause[] {
  const rank = ({ code, level }: Cause): number =>
    (level === 'cause' ? 0 : RANK.size) + (RANK.get(code) ?? 0);
  return causes.toSorted((one, other) => rank(one) - rank(other));
}

/** An error of our own as a cause: its message says what is wrong, then what to do. */
export function causeOfFailure({ code, message }: { code: ErrorCode; message: string }): Cause {
  const end = message.indexOf('. ');
  return {
    code,
    level: 'cause',
    sentence: end === -1 ? message : message.slice(0, end + 1),
    fix: end === -1 ? '' : message.slice(end + 2),
  };
}
