import * as v from 'valibot';

export type JsonValue = string | number | boolean | null | JsonValue[] | JsonObject;
export interface JsonObject {
  [key: string]: JsonValue;
}

export function isJsonObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Names with texts, such as participant attributes. A list is refused: valibot takes one for a record. */
export const TextRecordSchema = v.pipe(
  v.custom<Record<string, string>>(
    (input) => typeof input === 'object' && input !== null && !Array.isArray(input),
    'invalid_input',
  ),
  v.record(v.string(), v.string()),
);
