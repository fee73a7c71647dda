import { failure, type Failure } from '../../contract/errors.ts';
import { isJsonObject, jsonFaultAt, type JsonObject } from '../../contract/json.ts';
import { readFormFields, type FormFields } from './form-fields.ts';

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
