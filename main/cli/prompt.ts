import { PassThrough, Writable } from 'node:stream';
import { StringDecoder } from 'node:string_decoder';
import { PasswordPrompt, TextPrompt } from '@clack/core';
import { type CommandIo, PromptCancelled, printable } from './command-io.ts';

interface Question {
  label: string;
  /** What is typed is masked. */
  secret?: boolean;
  /** Why an answer cannot be taken, judged when it is given; `undefined` where it can. */
  judge?(answer: string): string | undefined;
  /** Takes several lines that came in at once; answers why not, or `undefined` where they answer the question. */
  paste?(text: string): string | undefined;
}

/** A person at a terminal. Nothing that is typed or pasted is echoed by the terminal itself while this is open. */
export interface Conversation {
  /** The answer, or `undefined` where a paste answered instead. Throws `PromptCancelled` on Ctrl+C and Ctrl+D. */
  ask(question: Question): Promise<string | undefined>;
  say(line: string): void;
}

/** Resolves to `undefined` without a terminal to ask in. */
export async function withConversation<Value>(
  { stdin, terminal }: CommandIo,
  talk: (conversation: Conversation) => Promise<Value>,
): Promise<Value | undefined> {
  if (stdin.isTTY !== true || terminal === undefined) return undefined;
  const keys = openKeys(stdin, terminal);
  const screen = screenOf(terminal);
  try {
    return await talk({
      ask: (question) => ask(keys, screen, question),
      say: (line) => terminal.write(`${printable(line)}\r\n`),
    });
  } finally {
    keys.close();
  }
}

/** Gives the terminal a width: some report 0, and the library would put each letter on its own line. */
function screenOf(terminal: Writable & { columns?: number }): Writable {
  const screen = new Writable({
    write: (chunk, _encoding, done) => {
      terminal.write(chunk, () => done());
    },
  });
  const columns = { get: () => terminal.columns || FALLBACK_COLUMNS };
  return Object.defineProperty(screen, 'columns', columns);
}

const FALLBACK_COLUMNS = 80;

async function ask(keys: Keys, output: Writable, question: Question): Promise<string | undefined> {
  for (;;) {
    const { answer, pasted, cancelled } = await askOnce(keys, output, question);
    if (cancelled) throw new PromptCancelled();
    if (pasted === undefined) return answer;
    const problem = question.paste === undefined ? 'Answer in one line.' : question.paste(pasted);
    if (problem === undefined) return undefined;
    output.write(`  ${printable(problem)}\r\n`);
  }
}

interface Asked {
  answer: string;
  pasted: string | undefined;
  cancelled: boolean;
}

async function askOnce(
  { input, onPaste }: Keys,
  output: Writable,
  { label, secret = false, judge }: Question,
): Promise<Asked> {
  const stop = new AbortController();
  let pasted: string | undefined;
  const options = {
    input,
    output,
    signal: stop.signal,
    validate: (value: string | undefined): string | undefined => judge?.(value ?? ''),
    render: (): string => rendered(label, prompt),
  };
  const prompt: PasswordPrompt | TextPrompt = secret
    ? new PasswordPrompt(options)
    : new TextPrompt(options);
  onPaste((text) => {
    pasted = text;
    stop.abort();
  });
  const endsAtEmptyLine = (
    _text: string | undefined,
    key: { ctrl?: boolean; name?: string },
  ): void => {
    // readline closes itself there and would leave the question open forever.
    if (key.ctrl === true && key.name === 'd' && prompt.userInput === '') stop.abort();
  };
  const hangUp = (): void => {
    stop.abort();
  };
  input.on('keypress', endsAtEmptyLine);
  input.once('end', hangUp);
  try {
    const value = await prompt.prompt();
    const cancelled = typeof value === 'symbol' && pasted === undefined;
    return { answer: typeof value === 'string' ? value : '', pasted, cancelled };
  } finally {
    input.off('keypress', endsAtEmptyLine);
    input.off('end', hangUp);
  }
}

/** The question, what was typed so far with the cursor in it, and what is wrong with it. */
function rendered(label: string, prompt: PasswordPrompt | TextPrompt): string {
  const isDone = prompt.state === 'submit' || prompt.state === 'cancel';
  const typed =
    isDone && prompt instanceof TextPrompt ? prompt.userInput : prompt.userInputWithCursor;
  const problem = prompt.state === 'error' ? `\n  ${printable(prompt.error)}` : '';
  const colon = label.endsWith(']') ? '' : ':';
  // The library draws the cursor with an escape sequence, so only format characters are replaced.
  return `${printable(label)}${colon} ${typed.replace(/\p{Cf}/gu, '\ufffd')}${problem}`;
}

interface Keys {
  /** What is typed, a paste of several lines excepted. Raw until it is closed, whatever a prompt thinks. */
  input: PassThrough & { isTTY: true; setRawMode(raw: boolean): void };
  onPaste(listener: (text: string) => void): void;
  close(): void;
}

/** One key at a time: readline puts several letters of one chunk at the end of the line, wherever the cursor is. */
// oxlint-disable-next-line no-control-regex -- it matches keys
const KEY = /\u001b(?:\[[0-9;]*[A-Za-z~]|O[A-Z])|[\s\S]/gu;
const PASTE_START = '\u001b[200~';
const PASTE_END = '\u001b[201~';
const BRACKETS_ON = '\u001b[?2004h';
const BRACKETS_OFF = '\u001b[?2004l';

/** A paste that the terminal does not mark arrives within this. */
const BURST_MS = 40;

/** Longer than any URL, key or secret. */
const MAX_LINE = 4096;

/** Longer than any configuration file; the rest is dropped. */
const MAX_PASTE = 1024 * 1024;

/**
 * Sits between the terminal and the prompts: tells a paste of several lines from typing, by the terminal's own
 * marks or because a person does not type that fast, and keeps the terminal from echoing between two questions.
 */
function openKeys(stdin: CommandIo['stdin'], terminal: Writable): Keys {
  const input = Object.assign(new PassThrough(), { isTTY: true as const, setRawMode: () => {} });
  const decoder = new StringDecoder('utf8');
  let listener: ((text: string) => void) | undefined;
  let marked: string | undefined;
  let burst: string | undefined;
  let timer: NodeJS.Timeout | undefined;

  const press = (text: string): void => {
    for (const [key] of text.matchAll(KEY)) input.write(key);
  };
  const paste = (text: string): void => {
    const lines = text.split(/\r\n|\r|\n/).filter((line) => line.trim() !== '');
    if (lines.length > 1 || text.length > MAX_LINE) listener?.(lines.join('\n'));
    else press(lines.join(''));
  };
  const endBurst = (): void => {
    const text = burst ?? '';
    burst = undefined;
    paste(text);
  };
  const take = (text: string): void => {
    if (text === '') return;
    if (marked !== undefined) {
      marked = (marked + text).slice(0, MAX_PASTE);
      const end = marked.indexOf(PASTE_END);
      if (end === -1) return;
      const [whole, rest] = [marked.slice(0, end), marked.slice(end + PASTE_END.length)];
      marked = undefined;
      paste(whole);
      take(rest);
      return;
    }
    const start = text.indexOf(PASTE_START);
    if (start !== -1) {
      take(text.slice(0, start));
      marked = '';
      take(text.slice(start + PASTE_START.length));
      return;
    }
    if (burst === undefined && !/[\r\n][^\r\n]/.test(text.replaceAll('\r\n', '\n'))) {
      // Scripts send a line feed for Enter; readline expects a carriage return.
      press(text.replaceAll('\r\n', '\r').replaceAll('\n', '\r'));
      return;
    }
    burst = ((burst ?? '') + text).slice(0, MAX_PASTE);
    clearTimeout(timer);
    timer = setTimeout(endBurst, BURST_MS);
  };
  const onData = (chunk: Buffer | string): void => {
    take(typeof chunk === 'string' ? chunk : decoder.write(chunk));
  };
  const onEnd = (): void => {
    input.end();
  };

  stdin.setRawMode?.(true);
  terminal.write(BRACKETS_ON);
  stdin.on('data', onData);
  stdin.on('end', onEnd);
  stdin.resume();
  return {
    input,
    onPaste: (next) => {
      listener = next;
    },
    close: () => {
      clearTimeout(timer);
      stdin.off('data', onData);
      stdin.off('end', onEnd);
      stdin.pause();
      terminal.write(BRACKETS_OFF);
      stdin.setRawMode?.(false);
      input.destroy();
    },
  };
}
