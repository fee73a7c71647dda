import { failure, type Failure } from '../../contract/errors.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';

/** LiveKit's deepest field lies five levels down. Functions that walk a value must not run out of stack. */
const MAX_DEPTH = 32;

/**
 * What JSON allows and a token does not: text that cannot be written as UTF-8 (half a surrogate pair),
 * and nesting without end. `undefined` where all is well.
 */
export function findJsonFault(body: JsonObject): Failure | undefined {
  for (const field of Object.keys(body)) {
    const fault = faultIn(body[field] ?? null, MAX_DEPTH) ?? faultIn(field, 0);
    if (fault === undefined) continue;
    return fault === 'too_deep'
      ? failure('invalid_request', { detail: `${nameOf(field)} is nested too deeply` })
      : failure('invalid_field', { field: nameOf(field), expected: WELL_FORMED }, nameOf(field));
  }
  return undefined;
}

const WELL_FORMED = 'well-formed Unicode: half of a surrogate pair is no character';

type Fault = 'too_deep' | 'ill_formed';

function faultIn(value: JsonValue, depth: number): Fault | undefined {
  if (typeof value === 'string') return value.isWellFormed() ? undefined : 'ill_formed';
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth === 0) return 'too_deep';
  if (Array.isArray(value)) return firstFault(value, depth - 1);
  return firstFault(Object.keys(value), 0) ?? firstFault(Object.values(value), depth - 1);
}

function firstFault(values: readonly JsonValue[], depth: number): Fault | undefined {
  for (const value of values) {
    const fault = faultIn(value, depth);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

/** A field name as it can be written into an answer. */
function nameOf(field: string): string {
  return field.toWellFormed().slice(0, 64);
}
