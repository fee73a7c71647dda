import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { ValueOrigin } from '../../../main/contract/credential-import.ts';
import { readCredentials } from '../../../main/core/credentials/read-credentials.ts';

/** By name. */
type Files = Record<string, string>;

/** What was read, a line for each project, note and file that is pointed to. */
function linesOf(files: Files): string[] {
  const sources = Object.entries(files).map(([name, content]) => ({ name, content }));
  const { projects, notes, follow } = readCredentials(sources);
  return [
    ...projects.map((project) => {
      const { name, kind, source, isDefault, defaults, missing, url, apiKey, apiSecret } = project;
      const values = [url, apiKey, apiSecret].map(valueInWords).join(' ');
      const rest = JSON.stringify({ isDefault, defaults, missing });
      return `project ${name} of ${source} (${kind}): ${values} ${rest}`;
    }),
    ...notes.map(({ kind, message, source, line, project }) => {
      return `${kind} ${source}:${line} of ${project}: ${message}`;
    }),
    ...follow.map((path) => `follow ${path}`),
  ];
}

function valueInWords(value: (ValueOrigin & { value: string }) | undefined): string {
  if (value === undefined) return '-';
  return `${value.value} (${value.name} at ${value.source}:${value.line})`;
}

// Typed by hand and found by the fuzzer, each cut down to what tells one reading from another.
const CORPUS: { files: Files; lines: string[] }[] = JSON.parse(
  readFileSync('test/fixtures/odd-credentials.json', 'utf8'),
);

it.each(CORPUS)('text %# of the corpus is read as before', ({ files, lines }) => {
  expect(linesOf(files)).toEqual(lines);
});
