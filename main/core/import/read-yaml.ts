import { parseDocument } from 'yaml';

export type YamlValue = string | YamlValue[] | YamlMap;
export interface YamlMap {
  [key: string]: YamlValue;
}

export type YamlReading = { ok: true; value: YamlValue } | { ok: false; reason: string };

export function isYamlMap(value: YamlValue | undefined): value is YamlMap {
  return typeof value === 'object' && !Array.isArray(value);
}

/**
 * YAML with every scalar as text: an API key that looks like a number, or is `yes`, stays what was
 * written. A reason names a line and never its content, because that may be a secret.
 */
export function readYaml(text: string): YamlReading {
  try {
    const document = parseDocument(text, {
      schema: 'failsafe',
      prettyErrors: false,
      logLevel: 'silent',
    });
    const [error] = document.errors;
    if (error !== undefined) {
      const line = text.slice(0, error.pos[0]).split('\n').length;
      return { ok: false, reason: `its YAML is broken at line ${line}.` };
    }
    return { ok: true, value: plainValue(document.toJS()) };
  } catch {
    // Too deep for the parser's recursion, or an alias that multiplies itself.
    return { ok: false, reason: 'its YAML is too complex.' };
  }
}

/** The parser types its output as anything; what is not text, list or map under this schema is empty. */
function plainValue(value: unknown): YamlValue {
  if (typeof value === 'string') return value;
  if (Array.isArray(value)) return value.map(plainValue);
  if (typeof value !== 'object' || value === null) return '';
  const map: YamlMap = Object.create(null);
  for (const [key, item] of Object.entries(value)) map[key] = plainValue(item);
  return map;
}
