import type { ReadingKind, ReadingNote } from '../../contract/credential-import.ts';
import type { Variable } from './expand-variables.ts';
import type { Candidate, TextContext } from './found.ts';
import { COMMANDS, takeCommands, takeToken } from './read-pasted.ts';
import { takeLoose } from './read-loose.ts';
import { takeEnv } from './read-env.ts';
import { readObjects } from './read-objects.ts';
import { readToml } from './read-toml.ts';
import { readYaml } from './read-yaml.ts';
import { LOCAL_URL, takeKeyMap } from './server-keys.ts';
import { isMap, textOf, type Tree, type TreeReading } from './value-tree.ts';
import { takeTree } from './walk-tree.ts';

const FIELDS = ['url', 'apiKey', 'apiSecret'] as const;

/** One way to read a text, with what came of it. */
export interface Attempt {
  context: TextContext;
  notes: ReadingNote[];
}

/** Reads a text as its file name says, or in every way it may be meant, and keeps the one that finds most. */
export function readText(
  { name, fileName, text }: { name: string; fileName: string; text: string },
  contextFor: (source: string, kind: ReadingKind) => Attempt,
  lookup: (name: string) => Variable | undefined,
): Attempt {
  const plain = text.replace(/^[ \t]*(?:```|~~~).*$/gm, '');
  let best: Attempt | undefined;
  let bestScore = -1;
  for (const kind of waysToRead(fileName, plain)) {
    const attempt = contextFor(name, kind);
    readAs(kind, fileName, plain, attempt, lookup);
    const score = scoreOf(attempt.context.candidates);
    if (score > bestScore) [best, bestScore] = [attempt, score];
    if (bestScore >= 3) break;
  }
  return best ?? contextFor(name, 'text');
}

/** How many fields the fullest candidate has. An unexpanded variable does not count. */
function scoreOf(candidates: readonly Candidate[]): number {
  const counts = candidates.map(
    (candidate) =>
      FIELDS.filter((field) => {
        const found = candidate[field];
        return found !== undefined && !found.value.includes('${');
      }).length,
  );
  return Math.max(0, ...counts);
}

function waysToRead(fileName: string, text: string): ReadingKind[] {
  const extension = /\.([a-z0-9]+)$/.exec(fileName)?.[1] ?? '';
  if (/^ya?ml$/.test(extension)) return ['yaml'];
  if (extension === 'toml') return ['toml'];
  if (
    /^(?:json[c5]?|[cm]?[jt]sx?|py|go|rb|php|dart|swift|kt|kts|java|cs|rs|ex|exs|vue|svelte|tf|tfvars)$/.test(
      extension,
    )
  ) {
    return ['json', 'env'];
  }
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (!/\s/.test(trimmed) && /eyJ[\w-]{8,4096}\.eyJ/.test(trimmed)) return ['token'];
  const ways: ReadingKind[] = [];
  const hasAssignments =
    /^[ \t]*(?:(?:export|set|setx|const|let|var|ENV|env)[ \t]+|\$env:)?["']?[A-Za-z_][\w.-]*["']?[ \t]*:?=/im.test(
      text,
    );
  const isBracketed = /^[{[]/.test(trimmed) && !/^\[[\w."' -]+\]\s*\n/.test(trimmed);
  if (isBracketed) ways.push('json');
  if (/^[ \t]*\[[\w."-]+\][ \t]*$/m.test(text) && hasAssignments) ways.push('toml');
  if (COMMANDS.test(` ${text} `)) ways.push('command');
  const isCode = /[{([][ \t]*$|[=:(][ \t]*[{[(]|\w\(["'`]/m.test(text);
  if (isCode && !/^[ \t]*(?:export[ \t]+)?[A-Z_][A-Z0-9_]*=[^\s"'`{[]/m.test(text))
    ways.push('json');
  if (!hasAssignments && /^[ \t]*(?:- )?["']?\w[\w.-]{0,99}["']?:(?:\s|$)/m.test(text))
    ways.push('yaml');
  if (hasAssignments) ways.push('env');
  if (isCode) ways.push('json');
  ways.push('text', 'env', 'token');
  return [...new Set(ways)];
}

function readAs(
  kind: ReadingKind,
  fileName: string,
  text: string,
  { context }: Attempt,
  lookup: (name: string) => Variable | undefined,
): void {
  const trees = (reading: TreeReading): void => {
    if (!reading.ok) {
      context.say('left_out', `The file cannot be read: ${reading.reason}`, reading.line);
      return;
    }
    for (const root of reading.roots) takeRoot(root, fileName, context, lookup);
  };
  if (kind === 'yaml') trees(readYaml(text));
  else if (kind === 'toml') trees(readToml(text));
  else if (kind === 'json') trees(readObjects(text));
  else if (kind === 'command') takeCommands(text, context);
  else if (kind === 'env') takeEnv([{ name: context.source, text }], context, lookup);
  else if (kind === 'token') takeToken(text, context);
  else takeLoose(text, context);
}

function takeRoot(
  root: Tree,
  fileName: string,
  context: TextContext,
  lookup: (name: string) => Variable | undefined,
): void {
  const subdomain = root.entries.find(({ name }) => name === 'project')?.value;
  const host = textOf(subdomain, 'subdomain');
  if (context.kind === 'toml' && host !== '') {
    const line = subdomain?.entries.find(({ name }) => name === 'subdomain')?.line ?? 1;
    const value = `wss://${host}.livekit.cloud`;
    context.candidates.push({
      kind: 'toml',
      source: context.source,
      name: '',
      fallbackName: fileName,
      line,
      url: { value, source: context.source, line, name: 'subdomain' },
      isDefault: false,
    });
    return;
  }
  takeTree(root, context, { lookup });
  if (context.candidates.length === 0 && fileName.includes('key') && isKeyFile(root)) {
    context.kind = 'livekit-yaml';
    context.candidates.push(
      ...takeKeyMap(
        root,
        {
          value: LOCAL_URL,
          note: `A key file does not name the server's URL, so ${LOCAL_URL} is assumed.`,
        },
        context,
      ),
    );
  }
}

/** A server's key file is nothing but "key: secret" lines, and its secrets are at least as long as `secret`. */
function isKeyFile(root: Tree): boolean {
  return (
    isMap(root) &&
    root.entries.length > 0 &&
    root.entries.every(
      ({ name, value }) => /^[A-Za-z0-9_-]{3,}$/.test(name) && /^\S{6,}$/.test(value.text ?? ''),
    )
  );
}
