import type { ReadingNote } from '../../contract/credential-import.ts';
import { defined } from '../../contract/json.ts';
import { judgeCredentials, type CredentialField } from '../../contract/judge-credentials.ts';
import {
  isPrivateHostname,
  isServiceName,
  nameFromUrl,
  parseLiveKitUrl,
} from '../../contract/livekit-url.ts';
import type { Candidate, FoundCredentials, FoundProject, FoundValue } from './found.ts';

const MAX_PROJECTS = 200;
const FIELDS = ['url', 'apiKey', 'apiSecret'] as const;

/**
 * Hands every candidate to the judge and adds what it leaves to the result, with a note for each refusal and repair.
 * A project that was read twice becomes one.
 */
export function judgeCandidates(candidates: readonly Candidate[], result: FoundCredentials): void {
  for (const candidate of candidates) {
    if (result.projects.length >= MAX_PROJECTS) {
      result.notes.push({
        kind: 'left_out',
        message: `There are more than ${MAX_PROJECTS} projects here. The first ${MAX_PROJECTS} were read.`,
        source: candidate.source,
      });
      return;
    }
    const index = result.projects.length;
    const notes: ReadingNote[] = [];
    const project = judged(candidate, notes);
    const twin = result.projects.findIndex((other) => isSame(other, project));
    if (twin !== -1) {
      result.projects[twin] = preferred(result.projects[twin] ?? project, project, result.notes);
      continue;
    }
    const isEmpty = project.missing.length === FIELDS.length;
    for (const note of notes) result.notes.push(isEmpty ? note : { ...note, project: index });
    if (!isEmpty) result.projects.push(project);
  }
}

/** What the judge leaves of a candidate, one field after the other, with a note for each that it refuses or repairs. */
function judged(candidate: Candidate, notes: ReadingNote[]): FoundProject {
  const { fallbackName, line: _line, url, apiKey, apiSecret, ...rest } = candidate;
  const values: Record<CredentialField, FoundValue | undefined> = { url, apiKey, apiSecret };
  const say = (field: CredentialField, kind: ReadingNote['kind'], message: string): void => {
    const { source, line } = values[field] ?? candidate;
    notes.push({ kind, message, source, ...defined({ line }) });
  };
  let judgement = judgeCredentials(given(values));
  while (judgement.problem !== undefined) {
    const { field: at, message, code } = judgement.problem;
    const field = FIELDS.find((item) => item === at) ?? 'url';
    const name = values[field]?.name;
    say(field, 'left_out', name === undefined || name === field ? message : `${name}: ${message}`);
    values[field] = undefined;
    if (code === 'key_and_secret_swapped') values.apiSecret = undefined;
    judgement = judgeCredentials(given(values));
  }
  for (const { field, kind, message } of judgement.notices) {
    const isDevPair =
      judgement.values.apiKey === 'devkey' && judgement.values.apiSecret === 'secret';
    if (kind === 'repaired' || !isDevPair) say(field, kind, message);
  }
  const project: FoundProject = { ...rest, missing: [] };
  for (const field of FIELDS) {
    const value = judgement.values[field];
    const from = values[field];
    if (value === undefined || from === undefined) project.missing.push(field);
    else project[field] = { ...from, value };
  }
  const name = cleanName(rest.name);
  if (name !== rest.name.trim()) {
    notes.push({
      kind: 'repaired',
      message: 'Invisible characters in the name are left out.',
      source: candidate.source,
    });
  }
  project.name =
    name || nameFromUrl(project.url?.value ?? '') || keyAsName(project) || fallbackName;
  return project;
}

function keyAsName({ apiKey }: FoundProject): string {
  const key = apiKey?.value ?? '';
  return key.length < 30 ? key : '';
}

function given(
  values: Record<CredentialField, FoundValue | undefined>,
): Partial<Record<CredentialField, string>> {
  return Object.fromEntries(
    FIELDS.flatMap((field) => (values[field] === undefined ? [] : [[field, values[field]?.value]])),
  );
}

function cleanName(name: string): string {
  return name
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, '')
    .trim()
    .slice(0, 76);
}

/** The same project read twice, whole or in part, or one text's key with two URLs. */
function isSame(a: FoundProject, b: FoundProject): boolean {
  if (a.apiKey === undefined || a.apiKey.value !== b.apiKey?.value) return false;
  if (a.kind === 'lk' || b.kind === 'lk') return false;
  const differ = (field: CredentialField): boolean =>
    a[field] !== undefined && b[field] !== undefined && a[field].value !== b[field].value;
  return !differ('apiSecret') && (!differ('url') || a.source === b.source);
}

function preferred(a: FoundProject, b: FoundProject, notes: ReadingNote[]): FoundProject {
  if (a.url === undefined || b.url === undefined || a.url.value === b.url.value) {
    const [fuller, other] = b.missing.length < a.missing.length ? [b, a] : [a, b];
    const missing = fuller.missing.filter((field) => other[field] === undefined);
    return { ...other, ...fuller, missing };
  }
  const [best, other] = reach(b.url.value) < reach(a.url.value) ? [b.url, a.url] : [a.url, b.url];
  notes.push({
    kind: 'info',
    message: `The key comes with two URLs. ${best.value} is used: more callers can reach it than ${other.value}.`,
    source: best.source,
    ...defined({ line: best.line }),
  });
  const name = a.name === nameFromUrl(a.url.value) ? nameFromUrl(best.value) : a.name;
  return { ...a, url: best, name };
}

function reach(url: string): number {
  const parsed = parseLiveKitUrl(url);
  if ('code' in parsed) return 9;
  if (isServiceName(parsed.hostname)) return 2;
  return isPrivateHostname(parsed.hostname) ? 1 : 0;
}
