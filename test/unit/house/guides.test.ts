import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import manifest from '../../../package.json' with { type: 'json' };
import { ROOT } from './tracked-files.ts';

const GUIDES = ['CONTRIBUTING.md', 'SECURITY.md', 'REFERENCE.md', 'PULL_REQUEST_TEMPLATE.md'];

interface Link {
  label: string;
  target: string;
}

function guide(name: string): string {
  return readFileSync(join(ROOT, '.github', name), 'utf8');
}

/** Links to files of this repository. */
function links(text: string): Link[] {
  return [...text.matchAll(/\[([^\]]+)\]\((\.\.?\/[^)#]+)(?:#[^)]*)?\)/g)].map((match) => ({
    label: match[1] ?? '',
    target: match[2] ?? '',
  }));
}

function fileOf({ target }: Link): string {
  return join(ROOT, '.github', target);
}

/** A function or a constant is defined where it is said to be, not only mentioned. */
function defines(code: string, name: string): boolean {
  return new RegExp(
    String.raw`\b(?:function|const|class)\s+${name}\b|^\s+(?:async )?${name}\(`,
    'm',
  ).test(code);
}

describe.each(GUIDES)('.github/%s', (name) => {
  const text = guide(name);

  it('links only to files that exist', () => {
    expect(links(text).filter((link) => !existsSync(fileOf(link)))).toEqual([]);
  });

  it('names functions only in the files that define them', () => {
    const named = links(text).filter(
      (link) => /^`\w+`$/.test(link.label) && /\.(?:ts|tsx|mjs)$/.test(link.target),
    );
    const wrong = named.filter(
      (link) => !defines(readFileSync(fileOf(link), 'utf8'), link.label.replaceAll('`', '')),
    );
    expect(wrong).toEqual([]);
  });

  it('names requirements only in the tests that cover them', () => {
    const numbers = links(text).filter(({ label }) => /^[A-Z]\d{1,2}$/.test(label));
    const wrong = numbers.filter((link) => {
      const code = readFileSync(fileOf(link), 'utf8');
      return !new RegExp(String.raw`['"\`](?:[A-Z]\d+ )*${link.label} `).test(code);
    });
    expect(wrong).toEqual([]);
  });

  it('names only commands of npm that exist', () => {
    const commands = [...text.matchAll(/npm (?:run )?([a-z]+(?::[a-z0-9]+)?)/g)].map(
      (match) => match[1] ?? '',
    );
    const known = new Set([...Object.keys(manifest.scripts), 'ci', 'link', 'pack', 'run']);
    expect(commands.filter((command) => !known.has(command))).toEqual([]);
  });
});

describe('the ways in CONTRIBUTING.md', () => {
  const ways = guide('CONTRIBUTING.md')
    .split(/^### /m)
    .filter((part) => part.startsWith('One '))
    .map((part) => part.split(/^## /m)[0] ?? '');

  it('are those of a token, a call, a click, a command and a setting', () => {
    expect(ways).toHaveLength(5);
  });

  it.each(ways.map((way) => [way.split('\n')[0] ?? '', way]))(
    '%s: no file twice',
    (_title, way) => {
      const files = links(way).map(({ target }) => target);
      expect(files.length).toBeGreaterThan(7);
      expect(files.filter((file, index) => files.indexOf(file) !== index)).toEqual([]);
      expect(files.filter((file) => !statSync(join(ROOT, '.github', file)).isFile())).toEqual([]);
    },
  );
});

describe('the threats in SECURITY.md', () => {
  const rows = guide('SECURITY.md')
    .split('\n')
    .filter((line) => line.startsWith('|'))
    .slice(2);

  it('each name the code that answers them and its test', () => {
    expect(rows.length).toBeGreaterThan(15);
    for (const row of rows) {
      const [, , code = '', tests = ''] = row.split('|');
      expect(links(code), row).not.toEqual([]);
      expect(links(tests), row).not.toEqual([]);
    }
  });
});

/** Commands of packages that someone else could publish under our names must not be fetched. */
it('no text tells anyone to fetch a command by a name that is not ours on npm', () => {
  const texts = [
    'README.md',
    ...GUIDES.map((name) => `.github/${name}`),
    '.github/ISSUE_TEMPLATE/bug.yml',
  ];
  const told = texts.flatMap((path) =>
    [...readFileSync(join(ROOT, path), 'utf8').matchAll(/\bnp(?:x|m exec)\s+(?!--no )\S+/g)].map(
      ([command]) => `${path}: ${command}`,
    ),
  );
  expect(told).toEqual([]);
});
