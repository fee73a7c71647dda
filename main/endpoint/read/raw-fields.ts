import { failure, type Failure } from '../../contract/errors.ts';
import { isJsonObject, jsonFaultAt, type JsonObject, type JsonValue } from '../../contract/json.ts';

/** Names and values of a query or a form body. */
export type FormFields = ReadonlyMap<string, string>;

export const NO_FORM_FIELDS: FormFields = new Map();

/**
 * Reads `a=b&c=d`. Refused: a name given twice, since two readers may take different ones, and escapes
 * that are not UTF-8, since they would be read as something else.
 */
export function readFormFields(text: string): FormFields | Failure {
  if (text === '') return NO_FORM_FIELDS;
  const fields = new Map<string, string>();
  for (const part of text.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    const name = unescape(equals === -1 ? part : part.slice(0, equals));
    const value = equals === -1 ? '' : unescape(part.slice(equals + 1));
    if (name === undefined || value === undefined) {
      return failure('invalid_request', { detail: `"${part.slice(0, 64)}" is not escaped UTF-8` });
    }
    if (fields.has(name)) return failure('invalid_query', { field: name }, name);
    fields.set(name, value);
  }
  return fields;
}

function unescape(text: string): string | undefined {
  if (!text.includes('%') && !text.includes('+')) return copyOf(text);
  try {
    return copyOf(decodeURIComponent(text.replaceAll('+', ' ')));
  } catch {
    return undefined;
  }
}

/** V8 keeps the whole body in memory for as long as a piece of it is remembered, unless the piece is copied. */
function copyOf(text: string): string {
  return Buffer.from(text).toString();
}

/** What a body says: the fields of a JSON object, or of a form. */
export type BodyFields = { json: JsonObject } | { form: FormFields };

const NOTHING: BodyFields = { json: {} };
/** What a form of ours may be made of. A multipart body or a loose word has other characters in its names. */
const FORM_NAME = /^[\w.-]+$/;

/**
 * Reads a body by its first character, whatever its media type says: `{` begins JSON, anything else is a
 * form. An empty body asks for nothing. A body that is neither is refused, never taken for an empty one.
 */
export function readBodyFields(text: string): BodyFields | Failure {
  const body = text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
  const first = /\S/.exec(body)?.[0];
  if (first === undefined) return NOTHING;
  if (first === '{') return readJson(body);
  const form = body.includes('=') ? readFormFields(body.trim()) : undefined;
  if (form === undefined) return failure('invalid_body');
  if ('code' in form) return form;
  for (const name of form.keys()) if (!FORM_NAME.test(name)) return failure('invalid_body');
  return { form };
}

const BYTE_ORDER_MARK = 0xfeff;

function readJson(text: string): BodyFields | Failure {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return failure('invalid_json', { detail: faultOf(text) });
  }
  return isJsonObject(json) ? { json } : failure('invalid_body');
}

/** Where JSON ends, without a piece of the body. */
function faultOf(text: string): string {
  const at = jsonFaultAt(text);
  if (at === undefined) return 'it breaks the rules of JSON';
  return at === text.length ? 'it ends too early' : `it cannot be read from character ${at + 1} on`;
}

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
