import { describe, expect, it } from 'vitest';
import { checkFetchMetadata } from '../../../main/endpoint/guards/fetch-metadata.ts';

const check = (site?: string, mode?: string, dest?: string, isPage = false): string =>
  checkFetchMetadata({ site, mode, dest }, isPage)?.rule ?? 'passes';

describe('checkFetchMetadata', () => {
  it('A12 lets through what no browser sent, and what a person or our own page asked for', () => {
    expect(check()).toBe('passes');
    expect(check('none', 'navigate', 'document')).toBe('passes');
    expect(check('same-origin', 'no-cors', 'image')).toBe('passes');
  });

  it.each([
    ['no-cors', 'image'],
    ['no-cors', 'script'],
    ['no-cors', 'empty'],
    ['navigate', 'iframe'],
    ['navigate', 'document'],
    ['cors', 'empty'],
    ['websocket', 'websocket'],
    [undefined, undefined],
  ])('A12 stops another site asking in mode %s for %s', (mode, dest) => {
    expect(check('cross-site', mode, dest)).toBe('fetch_metadata');
  });

  it.each([
    ['no-cors', 'script'],
    ['navigate', 'iframe'],
  ])('A12 stops another port of this machine embedding us in mode %s for %s', (mode, dest) => {
    expect(check('same-site', mode, dest)).toBe('fetch_metadata');
  });

  it('lets a link lead a person to the page for people, and nothing else', () => {
    expect(check('cross-site', 'navigate', 'document', true)).toBe('passes');
    expect(check('cross-site', 'navigate', 'iframe', true)).toBe('fetch_metadata');
    expect(check('cross-site', 'no-cors', 'document', true)).toBe('fetch_metadata');
    expect(check('same-site', 'navigate', 'document')).toBe('passes');
  });
});
