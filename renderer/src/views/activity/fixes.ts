import type { ActivityDetail } from '../../../../main/contract/activity.ts';
import { isJsonObject } from '../../../../main/contract/json.ts';
import type { PolicyField, ProjectView } from '../../../../main/contract/project.ts';
import type { Snapshot } from '../../../../main/contract/snapshot.ts';

/** A click that mends a refusal: something added here, or the same request sent with one thing corrected. */
export type Fix =
  | { kind: 'allow'; what: 'origin' | 'host'; value: string }
  | { kind: 'make-preset'; slug: string }
  | { kind: 'permit'; field: PolicyField; name: string; project: ProjectView }
  | { kind: 'lan' }
  | { kind: 'open'; view: 'projects' | 'settings' }
  | { kind: 'send'; use: string; edits: { target?: string; body?: string } };

/** Every fix that still applies to the request with the settings as they are now. */
export function fixesOf(detail: ActivityDetail, { settings, presets, projects }: Snapshot): Fix[] {
  const { error, remedy, request } = detail;
  const fixes: Fix[] = [];
  if (remedy !== undefined && !isAllowed(remedy, settings.server)) {
    fixes.push({ kind: 'allow', what: remedy.kind, value: remedy.value });
    // On the LAN a machine answers to its own name.
    const isOwnName = remedy.kind === 'host' && remedy.value.endsWith('.local');
    if (isOwnName && !settings.server.lan) fixes.push({ kind: 'lan' });
  }
  const view = OPENS[error?.code ?? ''];
  if (view !== undefined) fixes.push({ kind: 'open', view });
  fixes.push(...policyFixes(detail, projects));
  const wrong = {
    unknown_preset: { name: 'preset', known: presets },
    unknown_project: { name: 'project', known: projects },
  } as const;
  if (error?.code === 'unknown_preset' || error?.code === 'unknown_project') {
    const { name, known } = wrong[error.code];
    const slug = queryOf(request.target).get(name) ?? '';
    const slugs = known.map((item) => item.slug);
    if (slug === '' || slugs.includes(slug)) return fixes;
    const near = nearest(slug, slugs);
    if (near !== undefined) {
      const edits = { target: withQuery(request.target, name, name, near) };
      fixes.push({ kind: 'send', use: near, edits });
    }
    if (name === 'preset' && isSlug(slug)) fixes.push({ kind: 'make-preset', slug });
  }
  if (detail.warnings.some(({ code }) => code === 'unknown_fields'))
    fixes.push(...fieldFixes(request));
  return fixes;
}

/** Where the person has to do something by hand. */
const OPENS: Readonly<Record<string, 'projects' | 'settings'>> = {
  no_project: 'projects',
  secret_missing: 'projects',
  secret_unreadable: 'projects',
  unknown_token_server_id: 'projects',
  key_required: 'settings',
  key_wrong: 'settings',
};

/** Lets apps set what the policy refused or ignored, as far as it still does. */
function policyFixes(
  { error, fields, projectId }: ActivityDetail,
  projects: readonly ProjectView[],
): Fix[] {
  const project = projects.find(({ id }) => id === projectId);
  if (project === undefined || project.source === 'environment') return [];
  const isRefused =
    error?.code === 'field_not_allowed' || error?.code === 'room_config_not_allowed';
  const names = isRefused
    ? [error.field ?? '']
    : fields.filter(({ reason }) => reason === 'policy').map(({ field }) => field);
  return names.flatMap((name) => {
    const field = policyFieldOf(name, project);
    return field === undefined || project.policy[field] === 'allow'
      ? []
      : [{ kind: 'permit', field, name, project } as const];
  });
}

/** `participant_name` as `participantName`; `room_config.agents` is a field of its own. */
function policyFieldOf(name: string, { policy }: ProjectView): PolicyField | undefined {
  const last = name === 'room_config.agents' ? 'agents' : name;
  const wanted = last.replaceAll(/_([a-z])/g, (_all, letter: string) => letter.toUpperCase());
  return isPolicyField(wanted, policy) ? wanted : undefined;
}

function isPolicyField(name: string, policy: ProjectView['policy']): name is PolicyField {
  return Object.hasOwn(policy, name);
}

function isAllowed(
  { kind, value }: NonNullable<ActivityDetail['remedy']>,
  server: Snapshot['settings']['server'],
): boolean {
  return (kind === 'origin' ? server.allowedOrigins : server.allowedHosts).includes(value);
}

function isSlug(text: string): boolean {
  return /^[a-z0-9]+(?:-[a-z0-9]+)*$/.test(text) && text.length <= 64;
}

const FIELDS = [
  'room_name',
  'participant_identity',
  'participant_name',
  'participant_metadata',
  'participant_attributes',
  'room_config',
] as const;

/** What people write for a field, letters only, besides misspellings of its name. */
const OTHER_NAMES: Readonly<Record<string, (typeof FIELDS)[number]>> = {
  username: 'participant_identity',
  user: 'participant_identity',
  userid: 'participant_identity',
  uid: 'participant_identity',
  participant: 'participant_identity',
  roomid: 'room_name',
  channel: 'room_name',
  channelname: 'room_name',
  displayname: 'participant_name',
  nickname: 'participant_name',
  roomconfiguration: 'room_config',
};

/** The same request with an ignored field under the name that LiveKit knows. */
function fieldFixes({ target, body }: ActivityDetail['request']): Fix[] {
  const fixes: Fix[] = [];
  const query = queryOf(target);
  for (const [name, value] of query) {
    const use = fieldFor(name);
    if (use !== undefined && !query.has(use)) {
      fixes.push({ kind: 'send', use, edits: { target: withQuery(target, name, use, value) } });
    }
  }
  const fields = readObject(body);
  for (const [name, value] of Object.entries(fields)) {
    const use = fieldFor(name);
    if (use === undefined || use in fields) continue;
    const { [name]: _misnamed, ...rest } = fields;
    fixes.push({ kind: 'send', use, edits: { body: JSON.stringify({ ...rest, [use]: value }) } });
  }
  return fixes;
}

function fieldFor(name: string): (typeof FIELDS)[number] | undefined {
  const letters = lettersOf(name);
  if (FIELDS.some((field) => field === name)) return undefined;
  return OTHER_NAMES[letters] ?? FIELDS.find((field) => distance(lettersOf(field), letters) <= 2);
}

/** The known slug that was probably meant. */
function nearest(slug: string, known: readonly string[]): string | undefined {
  const [best] = known
    .map((other) => ({ other, away: distance(other, slug) }))
    .filter(({ other, away }) => away <= 2 || other.startsWith(slug) || slug.startsWith(other))
    .toSorted((one, other) => one.away - other.away);
  return best?.other;
}

function lettersOf(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z]/g, '');
}

/** How many letters have to be added, dropped or replaced. Texts are cut at 64 characters. */
function distance(one: string, other: string): number {
  const [a, b] = [one.slice(0, 64), other.slice(0, 64)];
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function queryOf(target: string): URLSearchParams {
  const at = target.indexOf('?');
  return new URLSearchParams(at < 0 ? '' : target.slice(at + 1));
}

/** The target with the parameter `from` under the name `to`, with `value`. */
function withQuery(target: string, from: string, to: string, value: string): string {
  const query = queryOf(target);
  query.delete(from);
  query.set(to, value);
  return `${target.split('?')[0] ?? ''}?${query.toString()}`;
}

function readObject(text: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(text);
    return isJsonObject(value) ? value : {};
  } catch {
    return {};
  }
}
