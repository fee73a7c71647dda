import { randomFillSync } from 'node:crypto';
import { TokenTrayError } from '../contract/errors.ts';
import { TEMPLATE_WORDS, type TemplateWord } from '../contract/project.ts';

/** The values of a template's words in one request. */
export interface TemplateValues {
  /** Milliseconds since the epoch. */
  now: number;
  /** How many tokens this project has had since the start, this one included. */
  counter: number;
  /** The login name of the person at this machine. */
  user: string;
  /** The platform of the caller: `ios`, `android`, `web`, ... */
  platform: string;
  project: string;
  preset: string;
}

const WORD = /\{([^{}]*)\}/g;

type Part = string | { word: TemplateWord };

function isTemplateWord(word: string): word is TemplateWord {
  return Object.hasOwn(TEMPLATE_WORDS, word);
}

/** Splits a template into text and words. Throws `template_unknown_word` for a word that is not one. */
function compile(template: string): readonly Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of template.matchAll(WORD)) {
    const word = match[1] ?? '';
    if (!isTemplateWord(word)) {
      throw new TokenTrayError('template_unknown_word', {
        word: `{${word}}`,
        known: Object.keys(TEMPLATE_WORDS)
          .map((name) => `{${name}}`)
          .join(' '),
      });
    }
    if (match.index > end) parts.push(template.slice(end, match.index));
    parts.push({ word });
    end = match.index + match[0].length;
  }
  if (end < template.length) parts.push(template.slice(end));
  return parts;
}

/** Throws `template_unknown_word` where a template could not be expanded. */
export function checkTemplate(template: string): void {
  compile(template);
}

/** Fills a template such as `{user}-{words}`. */
export function expandTemplate(template: string, values: TemplateValues): string {
  let text = '';
  for (const part of compile(template)) {
    text += typeof part === 'string' ? part : wordValue(part.word, values);
  }
  return text;
}

function wordValue(word: TemplateWord, values: TemplateValues): string {
  switch (word) {
    case 'words':
      return randomWords();
    case 'random':
      return randomText(6);
    case 'counter':
      return String(values.counter);
    case 'date':
      return localTime(values.now).slice(0, 10);
    case 'time':
      return localTime(values.now).slice(11, 19).replaceAll(':', '');
    case 'user':
      return values.user;
    case 'platform':
      return values.platform;
    case 'project':
      return values.project;
    case 'preset':
      return values.preset;
  }
}

/** Local time in ISO form: a room named by date should have the date on this machine's clock. */
function localTime(now: number): string {
  return new Date(now - new Date(now).getTimezoneOffset() * 60_000).toISOString();
}

const POOL_BYTES = 4096;
const pool = Buffer.alloc(POOL_BYTES);
let used = POOL_BYTES;

/** One random byte; the pool spares a trip to the system's generator for each. */
function randomByte(): number {
  if (used === POOL_BYTES) {
    randomFillSync(pool);
    used = 0;
  }
  const byte = pool[used] ?? 0;
  used += 1;
  return byte;
}

/** Without i, l, o and u, so that it can be read aloud. 32 letters, so that a byte divides evenly. */
const ALPHABET = 'abcdefghjkmnpqrstvwxyz0123456789';

/** `length` characters of lower-case letters and digits, five random bits each. */
export function randomText(length: number): string {
  let text = '';
  for (let index = 0; index < length; index += 1) text += ALPHABET[randomByte() & 31];
  return text;
}

function words(list: string): string[] {
  return list.trim().split(/\s+/);
}

/** 64 of each, so that a pair is one of 4,096 and each as likely. Short, kind, easy to say over a desk. */
const ADJECTIVES = words(`
  amber brave brisk bright calm candid clear clever cosy crisp daring deft dewy eager
  early easy fair fancy fleet fond fresh gentle glad golden grand green happy hardy honest
  humble jolly keen kind lively loyal lucky mellow merry mild misty neat nimble noble
  patient plucky polite proud quick quiet rapid ready rosy sharp shiny silver smooth snowy
  solid spry steady sunny swift warm witty
`);

const ANIMALS = words(`
  ant badger bat bear beaver bee bison crab crane crow deer dingo dove duck eagle eel elk
  falcon ferret finch fox frog gecko goat goose gull hare hawk heron horse ibis jay koala
  lark lemur lion llama lynx magpie mole moose moth mouse newt orca otter owl panda pony
  puma quail rabbit raven robin salmon seal shrew sloth stork swan tiger toad trout wren
`);

/** Two words such as `brave-otter`. */
export function randomWords(): string {
  return `${ADJECTIVES[randomByte() & 63]}-${ANIMALS[randomByte() & 63]}`;
}
