import { describe, expect, it } from 'vitest';
import { TEMPLATE_WORDS } from '../../../main/contract/project.ts';
import {
  checkTemplate,
  expandTemplate,
  randomText,
  randomWords,
} from '../../../main/core/template.ts';

const VALUES = {
  now: new Date(2026, 10, 24, 10, 42, 7).getTime(),
  counter: 3,
  user: 'amy',
  platform: 'ios',
  project: 'kitchen',
  preset: 'viewer',
};

describe('expandTemplate', () => {
  it('fills the words it knows and keeps the text around them', () => {
    expect(expandTemplate('{user}@{platform}: {project}/{preset} #{counter}', VALUES)).toBe(
      'amy@ios: kitchen/viewer #3',
    );
  });

  it('tells the time of this machine', () => {
    expect(expandTemplate('{date}-{time}', VALUES)).toBe('2026-11-24-104207');
  });

  it('draws new words and letters each time', () => {
    const drawn = new Set(
      Array.from({ length: 200 }, () => expandTemplate('{words}-{random}', VALUES)),
    );
    expect(drawn.size).toBe(200);
    for (const text of drawn) expect(text).toMatch(/^[a-z]+-[a-z]+-[a-z0-9]{6}$/);
  });

  it('leaves text without words as it is', () => {
    expect(expandTemplate('plain } text {', VALUES)).toBe('plain } text {');
  });

  it.each(Object.keys(TEMPLATE_WORDS))('knows {%s}', (word) => {
    expect(expandTemplate(`{${word}}`, VALUES)).not.toContain('{');
  });

  it('names a word that is not known, and those that are', () => {
    expect(() => {
      checkTemplate('{user}-{colour}');
    }).toThrow(/"\{colour\}" is not a template word.*\{words\}/);
  });
});

describe('randomText', () => {
  it('uses every letter of its alphabet', () => {
    expect(new Set(randomText(5000)).size).toBe(32);
  });
});

it('randomWords draws from 64 adjectives and 64 animals', () => {
  const pairs = Array.from({ length: 5000 }, () => randomWords().split('-'));
  expect(new Set(pairs.map(([adjective]) => adjective)).size).toBe(64);
  expect(new Set(pairs.map(([, animal]) => animal)).size).toBe(64);
});
