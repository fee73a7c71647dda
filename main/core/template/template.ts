import { TokenTrayError } from '../../contract/errors.ts';
import { TEMPLATE_WORDS, type TemplateWord } from '../../contract/project.ts';
import { randomText, randomWords } from './random-text.ts';

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
