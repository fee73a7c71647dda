import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkSync } from 'recheck';
import { parseAst } from 'vite';
import { describe, expect, it, vi } from 'vitest';
import { isJsonObject } from '../../../main/contract/json.ts';

const MAIN = fileURLToPath(new URL('../../../main', import.meta.url));

/** Proven before: to prove all of them again takes a minute. What is not among them is proven by the test. */
const PROVEN: unknown = JSON.parse(
  readFileSync(new URL('linear-expressions.json', import.meta.url), 'utf8'),
);

/** Every regular expression literal in `main` that can repeat something without end, as it is written. */
function repeatingExpressions(): string[] {
  const found = new Set<string>();
  for (const path of readdirSync(MAIN, { recursive: true, encoding: 'utf8' })) {
    if (!path.endsWith('.ts')) continue;
    const program = parseAst(readFileSync(join(MAIN, path), 'utf8'), { lang: 'ts' });
    JSON.stringify(program, (_key, node: unknown) => {
      if (isJsonObject(node) && isJsonObject(node['regex'])) {
        const { pattern, flags } = node['regex'];
        if (typeof pattern !== 'string' || typeof flags !== 'string') return node;
        if (/[*+]|\{\d+,\}/.test(pattern)) found.add(`/${pattern}/${flags}`);
      }
      return node;
    });
  }
  return [...found].toSorted();
}

/** Proves that an expression takes at most linear time on any text, or answers why not. Takes up to seconds. */
function slowness(literal: string): string | undefined {
  const end = literal.lastIndexOf('/');
  // Its native programs are not on every system.
  vi.stubEnv('RECHECK_BACKEND', 'pure');
  const result = checkSync(literal.slice(1, end), literal.slice(end + 1), { timeout: 60_000 });
  vi.unstubAllEnvs();
  if (result.status === 'safe') return undefined;
  const { status } = result;
  return `${literal}: ${status === 'vulnerable' ? result.complexity.summary : status}`;
}

describe('regular expressions', () => {
  const known = new Set(Array.isArray(PROVEN) ? PROVEN : []);

  it('take linear time at most, whatever text they are given', { timeout: 120_000 }, () => {
    const used = repeatingExpressions();
    expect(used.length).toBeGreaterThan(40);
    const unproven = used.filter((literal) => !known.has(literal));
    expect(unproven.map(slowness).filter((reason) => reason !== undefined)).toEqual([]);
  });

  it('would be found if they were slow', () => {
    for (const slow of ['/^[^a-z0-9]+|[^a-z0-9]+$/i', '/\\s+$/', '/(a|a)+b/']) {
      expect(slowness(slow)).toMatch(/polynomial|exponential/);
    }
    expect(slowness('/^[a-z]+:/')).toBeUndefined();
  });
});
