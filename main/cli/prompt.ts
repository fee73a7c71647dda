import { StringDecoder } from 'node:string_decoder';
import type { CommandIo } from './context.ts';
import { PromptCancelled } from './exit.ts';

const CTRL_C = '\u0003';
const CTRL_D = '\u0004';
const BACKSPACES = new Set(['\u0008', '\u007f']);

/** Asks a person for one line. What they type is shown, or with `hidden` not even its length. */
export async function prompt(
  io: CommandIo,
  question: string,
  { hidden = false }: { hidden?: boolean } = {},
): Promise<string> {
  io.err(question);
  const { stdin } = io;
  const wantsRaw = hidden && stdin.setRawMode !== undefined;
  if (wantsRaw) stdin.setRawMode?.(true);
  try {
    return await readLine(io, hidden && wantsRaw);
  } finally {
    if (wantsRaw) {
      stdin.setRawMode?.(false);
      io.err('\n');
    }
    stdin.pause();
  }
}

function readLine({ stdin }: CommandIo, raw: boolean): Promise<string> {
  const decoder = new StringDecoder('utf8');
  let line = '';
  return new Promise((resolve, reject) => {
    const stop = (): void => {
      stdin.off('data', onData);
      stdin.off('end', onEnd);
    };
    const onEnd = (): void => {
      stop();
      resolve(line);
    };
    const onData = (chunk: Buffer | string): void => {
      for (const character of typeof chunk === 'string' ? chunk : decoder.write(chunk)) {
        if (character === '\r' || character === '\n' || (raw && character === CTRL_D)) {
          onEnd();
          return;
        }
        if (raw && character === CTRL_C) {
          stop();
          reject(new PromptCancelled());
          return;
        }
        line = raw && BACKSPACES.has(character) ? line.slice(0, -1) : line + character;
      }
    };
    stdin.on('data', onData);
    stdin.on('end', onEnd);
    stdin.resume();
  });
}
