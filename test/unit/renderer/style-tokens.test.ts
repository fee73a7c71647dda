import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../../../renderer/src', import.meta.url));
const files = readdirSync(root, { recursive: true, encoding: 'utf8' });
const sheets = files.filter((path) => path.endsWith('.css') && !path.endsWith('tokens.css'));
const parts = files.filter((path) => path.endsWith('.tsx'));

const tokens = readFileSync(join(root, 'styles', 'tokens.css'), 'utf8');
const defined = new Set([...tokens.matchAll(/(--[\w-]+):/g)].map(([, name]) => name));

/** The names a block of the token file sets, by what opens it. */
function namesOf(block: RegExp): string[] {
  const body = block.exec(tokens)?.[1] ?? '';
  return [...body.matchAll(/(--[\w-]+):/g)].map(([, name = '']) => name);
}

describe('styles use tokens only', () => {
  it.each(sheets)('%s has no raw value', (path) => {
    const css = readFileSync(join(root, path), 'utf8')
      .replace(/\/\*[\s\S]*?\*\//g, '')
      // The width that a query asks for cannot be a variable.
      .replace(/@(?:container|media)[^{]+\{/g, '{');
    expect(
      css.match(/#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(|\b\d*\.?\d+(?:px|rem|em|ms|s|pt)\b/gi) ??
        [],
    ).toEqual([]);
  });

  it.each(sheets)('%s uses only names that there are', (path) => {
    const css = readFileSync(join(root, path), 'utf8');
    const used = [...css.matchAll(/var\((--[\w-]+)/g)].map(([, name]) => name);
    expect(used.filter((name) => !defined.has(name))).toEqual([]);
  });

  it('re-points the same names for dark by the system and by choice', () => {
    const bySystem = namesOf(/:root:not\(\[data-theme='light'\]\) \{([^}]*)\}/);
    const byChoice = namesOf(/:root\[data-theme='dark'\] \{([^}]*)\}/);
    expect(byChoice).toEqual(bySystem);
    const light = namesOf(/^:root \{([^}]*)\}/m).filter((name) =>
      /^--(?:color|shadow)-/.test(name),
    );
    expect(bySystem).toEqual(light);
  });

  it.each(parts)('%s sets no style attribute and no markup', (path) => {
    const source = readFileSync(join(root, path), 'utf8');
    expect(source).not.toMatch(/\bstyle=|dangerouslySetInnerHTML/);
  });
});
