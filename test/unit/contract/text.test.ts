import { describe, expect, it } from 'vitest';
import { slugify, utf8Length } from '../../../main/contract/text.ts';

describe('utf8Length', () => {
  it.each(['', 'abc', 'né', '日本', '👩‍👩‍👧', '\u202e', '\u0000', '\uffff', '𝒳y'])(
    'counts the bytes of %j as the encoder does',
    (text) => {
      expect(utf8Length(text)).toBe(Buffer.byteLength(text, 'utf8'));
    },
  );
});

describe('slugify', () => {
  it.each([
    ['My app (dev)', 'my-app-dev'],
    ['Émile', 'emile'],
    ['日本', 'fallback'],
    ['-- --', 'fallback'],
  ])('makes %j into %j', (text, slug) => {
    expect(slugify(text, 'fallback')).toBe(slug);
  });

  it('stays within 48 characters', () => {
    expect(slugify('x'.repeat(300), 'f')).toHaveLength(48);
  });
});
