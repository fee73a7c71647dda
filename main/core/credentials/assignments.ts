/** `NAME=value` as a file, a shell or a piece of code has it. */
export interface Assignment {
  name: string;
  value: string;
  /** From 1. */
  line: number;
  /** Whether its quotes keep `$` from meaning anything. */
  literal: boolean;
  /** Whether `#` is in the value without quotes, where Node's dotenv would cut it. */
  hash: boolean;
  /** Whether a quote is opened and never closed. */
  unclosed: boolean;
}

/** Only these hold several lines; any other quote that is not closed on its line is a slip. */
const SEVERAL_LINES = /(?:KEYS|CONFIG|CONFIG_BODY)$/i;
const NAME = String.raw`[A-Za-z_][\w.-]{0,99}`;
const PROMPT = /^(?:PS [^>\n]{0,200}>|[$>%*+❯➜-])\s+|^\+(?=[A-Za-z])/;
const LEAD =
  /^(?:(?:export|declare|typeset|readonly|local|env|ENV|ARG|let|const|var|val|final|static|public|private|String|string|global|set)\s+(?:-[a-z]+\s+)*){1,4}/;
const ACCESS =
  /^(?:process\.env|import\.meta\.env|os\.environ|ENV|env|environ)(?:\.|\[\s*["'])(?=[A-Za-z_])/;
const POWERSHELL = new RegExp(String.raw`^\$\{?env:(${NAME})\}?\s*=\s*`, 'i');
const DOTNET = new RegExp(
  String.raw`^\[(?:System\.)?Environment\]::SetEnvironmentVariable\(\s*["'](${NAME})["']\s*,\s*`,
  'i',
);
const WORDS = new RegExp(String.raw`^(?:setx|setenv|set(?:\s+-[a-zA-Z-]+)+)\s+(${NAME})\s+`, 'i');
const CMD = new RegExp(String.raw`^set\s+(")?(${NAME})=`, 'i');
const PLAIN = new RegExp(
  String.raw`^["']?(${NAME})["']?\]?\s*(?::\s*[A-Za-z]+\s*=|[:?+]?=>?|:(?=\s|["']|$))\s*`,
);
const MORE_WORDS = new RegExp(String.raw`\s["']?${NAME}=`);

/** `NAME=value` and `NAME="value"` without blanks or backslashes: most lines of most files, read the quick way. */
const MAX_SIMPLE = 2048;
const SIMPLE =
  /^(?:export )?([A-Za-z_]\w{0,99})=(?:([^\s"'`>\\][^\s\\]*)?|"([^\s"\\]*)"|'([^\s']*)')$/;

/**
 * Every assignment of a text, in the spelling of `.env` files, POSIX shells, fish, csh, cmd, PowerShell, Dockerfiles
 * and simple code. Other lines are skipped. Linear in the text's length.
 */
export function readAssignments(text: string): Assignment[] {
  const found: Assignment[] = [];
  const lines = text.split('\n');
  for (let index = 0; index < lines.length; index += 1) {
    const raw = lines[index] ?? '';
    const simple = raw.length > MAX_SIMPLE ? null : SIMPLE.exec(raw);
    if (simple !== null && simple[1] !== 'Environment') {
      const [, name = '', bare = '', inDouble = bare, value = inDouble] = simple;
      const literal = simple[4] !== undefined;
      const hash = bare.includes('#');
      found.push({ name, value, line: index + 1, literal, hash, unclosed: false });
      continue;
    }
    if (raw.length > 65_536 || raw.trim() === '') continue;
    const line = raw.trim().replace(PROMPT, '');
    if (/^(?:#|\/\/|;|--|rem\s)/i.test(line)) continue;
    if (line.startsWith('Environment=')) {
      found.push(...readWords(line, index + 1));
      continue;
    }
    const start = readStart(line);
    if (start === undefined) continue;
    const { name, rest, kind } = start;
    const value =
      kind === 'cmd'
        ? cmdValue(rest, start.quoted)
        : readValue(rest, SEVERAL_LINES.test(name) ? lines : [], index);
    index = value.endIndex ?? index;
    const at = { line: (value.startIndex ?? index) + 1 };
    if (kind !== 'cmd' && !value.isQuoted && MORE_WORDS.test(` ${value.text}`.slice(1))) {
      found.push(...readWords(line, at.line));
      continue;
    }
    if (value.isQuoted && MORE_WORDS.test(value.rest)) {
      found.push(...readWords(line, at.line));
      continue;
    }
    found.push({
      name,
      value: kind === 'setx' ? value.text.replace(/\s\/m$/i, '').trimEnd() : value.text,
      ...at,
      literal: value.literal,
      hash: value.hash,
      unclosed: value.unclosed,
    });
  }
  return found;
}

interface Start {
  name: string;
  rest: string;
  kind: 'plain' | 'cmd' | 'setx';
  quoted: boolean;
}

function readStart(line: string): Start | undefined {
  const special = POWERSHELL.exec(line) ?? DOTNET.exec(line);
  if (special !== null) {
    return {
      name: special[1] ?? '',
      rest: line.slice(special[0].length),
      kind: 'plain',
      quoted: false,
    };
  }
  const words = WORDS.exec(line);
  if (words !== null) {
    return { name: words[1] ?? '', rest: line.slice(words[0].length), kind: 'setx', quoted: false };
  }
  const cmd = CMD.exec(line);
  if (cmd !== null) {
    return {
      name: cmd[2] ?? '',
      rest: line.slice(cmd[0].length),
      kind: 'cmd',
      quoted: cmd[1] !== undefined,
    };
  }
  const bare = line.replace(LEAD, '').replace(ACCESS, '');
  const plain = PLAIN.exec(bare);
  if (plain !== null) {
    return {
      name: plain[1] ?? '',
      rest: bare.slice(plain[0].length),
      kind: 'plain',
      quoted: false,
    };
  }
  // `ENV NAME value` of a Dockerfile.
  const docker = /^ENV\s+([A-Z_]\w{0,99})\s+(?=\S)/.exec(line);
  return docker === null
    ? undefined
    : { name: docker[1] ?? '', rest: line.slice(docker[0].length), kind: 'plain', quoted: false };
}

interface Value {
  text: string;
  literal: boolean;
  isQuoted: boolean;
  hash: boolean;
  unclosed: boolean;
  /** What follows the closing quote on its line. */
  rest: string;
  startIndex?: number;
  endIndex?: number;
}

/** cmd has no comments and keeps its quotes; `&&` ends the command. */
function cmdValue(rest: string, quoted: boolean): Value {
  const text = quoted ? rest.replace(/"\s*$/, '') : (rest.split('&', 1)[0] ?? '');
  return {
    text: text.trim(),
    literal: false,
    isQuoted: quoted,
    hash: false,
    unclosed: false,
    rest: '',
  };
}

function readValue(rest: string, lines: readonly string[], index: number): Value {
  const quote = rest[0] ?? '';
  if (quote !== '"' && quote !== "'" && quote !== '`') return unquotedValue(rest);
  const end = closingQuote(rest, quote, 1);
  if (end !== -1) return quotedValue(rest.slice(1, end), quote, rest.slice(end + 1));
  const parts = [rest.slice(1)];
  for (let next = index + 1; next < lines.length && next - index < 1000; next += 1) {
    const line = lines[next] ?? '';
    const close = closingQuote(line, quote, 0);
    if (close !== -1) {
      const text = [...parts, line.slice(0, close)].join('\n');
      return {
        ...quotedValue(text, quote, line.slice(close + 1)),
        startIndex: index,
        endIndex: next,
      };
    }
    parts.push(line);
  }
  return { ...unquotedValue(rest.slice(1)), unclosed: true };
}

function closingQuote(text: string, quote: string, from: number): number {
  for (let at = text.indexOf(quote, from); at !== -1; at = text.indexOf(quote, at + 1)) {
    if (quote === "'" || text[at - 1] !== '\\') return at;
  }
  return -1;
}

function quotedValue(inner: string, quote: string, rest: string): Value {
  const text =
    quote === '"'
      ? inner.replace(/\\([nrt"'\\`])/g, (_all, letter: string) =>
          letter === 'n' ? '\n' : letter === 'r' || letter === 't' ? ' ' : letter,
        )
      : inner;
  return { text, literal: quote === "'", isQuoted: true, hash: false, unclosed: false, rest };
}

function unquotedValue(rest: string): Value {
  const comment = /\s#/.exec(rest);
  const cut = comment === null ? rest : rest.slice(0, comment.index);
  const text = cut.trim().replace(/\\$/, '').trimEnd();
  return {
    text,
    literal: false,
    isQuoted: false,
    hash: text.includes('#'),
    unclosed: false,
    rest: '',
  };
}

/** Several assignments on one line, as `env A=1 B=2 command` or `heroku config:set A=1 B=2` have them. */
export function readWords(line: string, number: number): Assignment[] {
  const found: Assignment[] = [];
  for (const { text, literal } of shellWords(line)) {
    const named = /^(?:--?[a-z-]+=|Environment=)?([A-Za-z_][\w.-]{0,99})=/.exec(text);
    if (named === null) continue;
    found.push({
      name: named[1] ?? '',
      value: text.slice(named[0].length),
      line: number,
      literal,
      hash: false,
      unclosed: false,
    });
  }
  return found;
}

interface ShellWord {
  text: string;
  /** Whether part of it is in single quotes. */
  literal: boolean;
}

/** The words of a command as a POSIX shell splits them. An open quote goes to the end. */
export function shellWords(line: string): ShellWord[] {
  const words: ShellWord[] = [];
  let text: string | undefined;
  let literal = false;
  const end = (): void => {
    if (text !== undefined) words.push({ text, literal });
    text = undefined;
    literal = false;
  };
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at] ?? '';
    if (letter === ' ' || letter === '\t' || letter === '\n') end();
    else if (letter === '"' || letter === "'") {
      const close = closingQuote(line, letter, at + 1);
      const inner = line.slice(at + 1, close === -1 ? line.length : close);
      text = (text ?? '') + (letter === '"' ? quotedValue(inner, letter, '').text : inner);
      literal ||= letter === "'";
      if (close === -1) break;
      at = close;
    } else if (letter === '\\' && at + 1 < line.length) {
      at += 1;
      if (line[at] !== '\n') text = (text ?? '') + (line[at] ?? '');
    } else text = (text ?? '') + letter;
  }
  end();
  return words;
}
