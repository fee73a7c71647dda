import { isGeneratedKey, type CredentialField } from '../../contract/judge-credentials.ts';
import { isPrivateHostname, isServiceName, parseLiveKitUrl } from '../../contract/livekit-url.ts';
import type { Candidate, Fact, FoundValue, TextContext } from './found.ts';
import { meaningOf, type NameMeaning } from './variable-names.ts';

type Known = Fact & { meaning: NameMeaning };

/** A candidate that may still lack fields, as one scope of a text (a file, an object, a service) gives it. */
export interface PartialProject extends Candidate {
  /** Whether anything in it says LiveKit, rather than some other service with a key and a secret. */
  isLiveKit: boolean;
}

const ROLES = ['url', 'apiKey', 'apiSecret'] as const;

/**
 * The projects that the facts of one scope make, told apart by the words around LIVEKIT in their names. `livekit`:
 * the scope itself is about LiveKit. Says what was given twice, what was preferred, and what ships to users.
 */
export function assemble(
  facts: readonly Fact[],
  context: TextContext,
  scope: { livekit: boolean; name: string },
): PartialProject[] {
  const groups = new Map<string, Known[]>();
  for (const fact of facts) {
    const meaning = meaningOf(fact.name);
    if (meaning === undefined || !ROLES.some((role) => role === meaning.role)) continue;
    if (fact.value.trim() === '') continue;
    const group = groups.get(meaning.group);
    if (group === undefined) groups.set(meaning.group, [{ ...fact, meaning }]);
    else group.push({ ...fact, meaning });
  }
  const partials: PartialProject[] = [];
  for (const [group, known] of groups) {
    const partial: PartialProject = {
      kind: context.kind,
      source: context.source,
      name: scope.name,
      fallbackName: known[0]?.name ?? '',
      line: known[0]?.line ?? 1,
      isDefault: false,
      isLiveKit: scope.livekit || known.some(saysLiveKit) || hasAllThree(known),
    };
    if (group !== '' && groups.size > 1) partial.name = group.toLowerCase().replaceAll('_', '-');
    for (const role of ROLES) {
      const ofRole = known.filter(({ meaning }) => meaning.role === role);
      // A bare PUBLIC_HOST or API_KEY is somebody else's where LiveKit has its own.
      const ours = ofRole.filter(({ meaning }) => meaning.isLiveKit);
      const chosen = choose(ours.length === 0 ? ofRole : ours, role, context);
      if (chosen !== undefined) partial[role] = foundValue(chosen, context.source);
    }
    warnOfPublicSecrets(known, context);
    partials.push(partial);
  }
  return partials;
}

function foundValue({ name, value, line, source: from }: Fact, source: string): FoundValue {
  return { value, source: from ?? source, line, name };
}

/**
 * Joins scopes that complete each other: a URL given once serves every pair beside it, and a lone key goes with a
 * lone secret. What cannot be joined is returned in parts.
 */
export function joinPartials(partials: readonly PartialProject[]): PartialProject[] {
  const joined: PartialProject[] = [];
  const has = (partial: PartialProject, ...fields: CredentialField[]): boolean =>
    ROLES.every((role) => (partial[role] !== undefined) === fields.includes(role));
  const urls = partials.filter((partial) => has(partial, 'url'));
  const keys = partials.filter(
    (partial) => has(partial, 'apiKey') || has(partial, 'url', 'apiKey'),
  );
  const secrets = partials.filter(
    (partial) => has(partial, 'apiSecret') || has(partial, 'url', 'apiSecret'),
  );
  const pairs = partials.filter((partial) => has(partial, 'apiKey', 'apiSecret'));
  const [url] = urls;
  const [key] = keys;
  const [secret] = secrets;
  const rest = new Set(partials);
  if (keys.length === 1 && secrets.length === 1 && key !== undefined && secret !== undefined) {
    rest.delete(key);
    rest.delete(secret);
    const pair = mergeTwo(key, secret);
    if (pair.url === undefined) pairs.push(pair);
    else joined.push(pair);
  }
  for (const pair of pairs) {
    rest.delete(pair);
    joined.push(urls.length === 1 && url !== undefined ? mergeTwo(pair, url) : pair);
  }
  if (urls.length === 1 && url !== undefined && pairs.length > 0) rest.delete(url);
  return [...joined, ...rest];
}

function mergeTwo(first: PartialProject, second: PartialProject): PartialProject {
  return {
    ...second,
    ...first,
    name: first.name === '' ? second.name : first.name,
    isLiveKit: first.isLiveKit || second.isLiveKit,
  };
}

function saysLiveKit({ value, meaning }: Known): boolean {
  if (meaning.isLiveKit) return true;
  if (meaning.role === 'apiKey') return isGeneratedKey(value.trim());
  return meaning.role === 'url' && /^wss?:\/\/|\.livekit\.cloud(?:$|[/:])/i.test(value.trim());
}

/** `{url, apiKey, apiSecret}`: three names that hardly anything else has together. */
function hasAllThree(known: readonly Known[]): boolean {
  return ROLES.every((role) => known.some(({ meaning }) => meaning.role === role));
}

/** The last of one name, the surest of several names. */
function choose(
  known: readonly Known[],
  role: CredentialField,
  context: TextContext,
): Known | undefined {
  const byName = new Map<string, Known>();
  for (const fact of known) {
    const before = byName.get(fact.name);
    if (before !== undefined && before.value !== fact.value) {
      context.say('doubtful', `${fact.name} is given twice; the last one is used.`, fact.line);
    }
    byName.set(fact.name, fact);
  }
  const facts = [...byName.values()].toSorted((a, b) => a.meaning.rank - b.meaning.rank);
  if (role === 'url') return chooseUrl(facts, context);
  const usable = facts.filter(({ value }) => !/^[<$%{]/.test(value.trim()));
  const [chosen, ...others] = usable.length === 0 ? facts : usable;
  for (const other of others) {
    if (chosen !== undefined && other.value !== chosen.value) {
      context.say(
        'left_out',
        `${other.name} is left out, because ${chosen.name} is there too.`,
        other.line,
      );
    }
  }
  return chosen;
}

/** Of several URLs the one that most callers can reach, and of those the one with the surest name. */
function chooseUrl(facts: readonly Known[], context: TextContext): Known | undefined {
  const [first] = facts;
  if (facts.length < 2 || first === undefined) return first;
  const scored = facts.map((fact) => {
    const parsed = parseLiveKitUrl(fact.value);
    return {
      fact,
      url: 'code' in parsed ? undefined : parsed.url,
      reach: 'code' in parsed ? 9 : reachOf(parsed.hostname, fact.meaning),
    };
  });
  const best = scored.reduce((a, b) => (b.reach < a.reach ? b : a));
  for (const { fact, url, reach } of scored) {
    if (fact === best.fact || url === best.url) continue;
    const message =
      reach === best.reach || url === undefined
        ? `${fact.name} is left out, because ${best.fact.name} is there too.`
        : `${best.fact.name} is used: more callers can reach its host than the one in ${fact.name}.`;
    context.say(
      reach === best.reach || url === undefined ? 'left_out' : 'info',
      message,
      fact.line,
    );
  }
  return best.fact;
}

/** 0: everyone. 1: this machine or its network. 2: marked as internal. 3: a container network only. */
function reachOf(hostname: string, { network }: NameMeaning): number {
  if (isServiceName(hostname) || hostname === 'host.docker.internal') return 3;
  if (network === 'internal') return 2;
  return isPrivateHostname(hostname) ? 1 : 0;
}

function warnOfPublicSecrets(known: readonly Known[], { say }: TextContext): void {
  for (const { name, line, meaning } of known) {
    if (meaning.role !== 'apiSecret' || !meaning.isPublic) continue;
    say(
      'doubtful',
      `${name} ships the API secret to every user of the app. Rename it without the public prefix, and replace the key.`,
      line,
    );
  }
}
