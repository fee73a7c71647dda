import * as v from 'valibot';
import { failure, type Failure } from '../../../../main/contract/errors.ts';
import { GrantsSchema, type Grants } from '../../../../main/contract/grants.ts';
import { MIN_TTL_SECONDS } from '../../../../main/contract/limits.ts';
import type { Preset, PresetFields } from '../../../../main/contract/preset.ts';
import { lifetime, parseLifetime } from '../../words/time.ts';

/** A preset being edited. `json` is the text as typed, even if it isn't valid grants yet. */
export interface PresetForm {
  name: string;
  slug: string;
  ttl: string;
  grants: Grants;
  json: string;
}

export function presetForm({ name, slug, ttlSeconds, grants }: Preset): PresetForm {
  return { name, slug, ttl: lifetime(ttlSeconds), grants, json: grantsJson(grants) };
}

export function grantsJson(grants: Grants): string {
  return JSON.stringify(grants, null, 2);
}

/** The form change when a control sets grants: the JSON follows. */
export function withGrants(grants: Grants): Pick<PresetForm, 'grants' | 'json'> {
  return { grants, json: grantsJson(grants) };
}

/** The form change when JSON is typed: the grants follow once it is valid. */
export function withJson(json: string): Partial<PresetForm> {
  const read = readGrants(json);
  return read.ok ? { json, grants: read.grants } : { json };
}

export function readGrants(
  json: string,
): { ok: true; grants: Grants } | { ok: false; problem: string } {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (error) {
    return {
      ok: false,
      problem: `This isn’t valid JSON: ${error instanceof Error ? error.message : ''}.`,
    };
  }
  const parsed = v.safeParse(GrantsSchema, value);
  if (parsed.success) return { ok: true, grants: parsed.output };
  const [issue] = parsed.issues;
  const path = v.getDotPath(issue) ?? 'The JSON';
  return {
    ok: false,
    problem:
      issue.kind === 'schema' && issue.expected === 'never'
        ? `LiveKit has no grant ${path}. Remove it.`
        : `${path} must be ${issue.expected ?? 'something else'}, not ${issue.received}.`,
  };
}

/** The form as it is saved, or everything that keeps it from being saved. */
export function readPreset(
  form: PresetForm,
): { value: PresetFields } | { problems: readonly Failure[] } {
  const name = form.name.trim();
  const ttlSeconds = parseLifetime(form.ttl);
  const read = readGrants(form.json);
  const problems: Failure[] = [];
  if (name === '') problems.push(failure('name_missing', {}, 'name'));
  if (ttlSeconds === undefined) {
    problems.push(failure('ttl_invalid', { value: form.ttl }, 'ttlSeconds'));
  } else if (ttlSeconds < MIN_TTL_SECONDS) {
    problems.push(failure('ttl_too_short', {}, 'ttlSeconds'));
  }
  if (!read.ok) problems.push(failure('invalid_input', { detail: read.problem }, 'grants'));
  if (problems.length > 0 || ttlSeconds === undefined || !read.ok) return { problems };
  return { value: { name, slug: form.slug.trim(), ttlSeconds, grants: read.grants } };
}
