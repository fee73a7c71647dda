import { failure, type Failure } from '../../contract/errors.ts';

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
