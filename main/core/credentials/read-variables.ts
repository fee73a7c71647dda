import type { ReadingNote } from '../../contract/credential-import.ts';
import { defined } from '../../contract/json.ts';
import { assemble, joinPartials, type PartialProject } from './assemble.ts';
import { expandVariables } from './expand-variables.ts';
import type { Fact, FoundCredentials, FoundProject } from './found.ts';
import { judgeCandidates } from './judge-candidates.ts';
import { meaningOf } from './variable-names.ts';

const SOURCE = 'the environment';
const ROLES = ['url', 'apiKey', 'apiSecret'] as const;

interface FoundVariables {
  /** The project of `LIVEKIT_URL` and its like, complete or not; `undefined` if none is set. */
  project?: FoundProject;
  /** The variables it was made of. */
  names: string[];
  notes: ReadingNote[];
}

/**
 * The project of the process environment, under the same names and by the same judge as in files. Only names with
 * LIVEKIT in them count: a bare `API_KEY` of the shell is somebody else's.
 *
 * @param readFile the text of `LIVEKIT_API_SECRET_FILE`; it may throw
 */
export function readVariables(
  environment: Readonly<Record<string, string | undefined>>,
  readFile: (path: string) => string,
): FoundVariables {
  const facts: Fact[] = [];
  const notes: ReadingNote[] = [];
  const lookup = (name: string) => {
    const text = environment[name];
    return text === undefined ? undefined : { text, literal: false };
  };
  for (const [name, value = ''] of Object.entries(environment)) {
    const meaning = meaningOf(name);
    if (meaning?.isLiveKit !== true || value.trim() === '') continue;
    if (meaning.role === 'secretFile') {
      const isGiven = (environment[name.replace(/_FILE$/, '')] ?? '') !== '';
      if (!isGiven)
        facts.push({ name: name.replace(/_FILE$/, ''), value: readFile(value), line: 0 });
      continue;
    }
    // Docker's --env-file fills in nothing.
    const isReference = meaning.role === 'url' && value.includes('$');
    facts.push({ name, value: isReference ? expandVariables(value, lookup).text : value, line: 0 });
  }
  const context = {
    source: SOURCE,
    kind: 'env' as const,
    say: (kind: ReadingNote['kind'], message: string) => notes.push({ kind, message }),
    open: () => undefined,
    candidates: [],
  };
  const partials = joinPartials(assemble(facts, context, { livekit: true, name: '' }));
  const [best] = partials.toSorted((a, b) => fieldsOf(b) - fieldsOf(a));
  if (best === undefined) return { names: [], notes: [] };
  const found: FoundCredentials = { projects: [], notes: [], follow: [] };
  judgeCandidates([best], found);
  const [project] = found.projects;
  return {
    ...defined({ project }),
    names: ROLES.flatMap((role) => best[role]?.name ?? []),
    notes: [...notes, ...found.notes],
  };
}

/** The variables that hold an API secret of LiveKit, whatever else is set. */
export function namesOfSecrets(
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  return Object.keys(environment).filter((name) => {
    const meaning = meaningOf(name);
    return meaning?.isLiveKit === true && meaning.role === 'apiSecret';
  });
}

function fieldsOf(partial: PartialProject): number {
  return ROLES.filter((role) => partial[role] !== undefined).length;
}
