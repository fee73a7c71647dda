import type { IncomingHttpHeaders } from 'node:http';
import { describe, expect, it } from 'vitest';
import { checkBrowserLoad, type BrowserLoad } from '../../../main/endpoint/guards/caller-checks.ts';

const LOAD: BrowserLoad = {
  hostname: 'localhost',
  isPageForPeople: false,
  access: { allowedOrigins: new Set(['https://app.example.com']), allowNullOrigin: false },
};

function checkHeaders(headers: IncomingHttpHeaders, load: Partial<BrowserLoad> = {}): string {
  return checkBrowserLoad(headers, { ...LOAD, ...load })?.rule ?? 'passes';
}

function check(site?: string, mode?: string, dest?: string, isPage = false): string {
  const headers: IncomingHttpHeaders = {};
  if (site !== undefined) headers['sec-fetch-site'] = site;
  if (mode !== undefined) headers['sec-fetch-mode'] = mode;
  if (dest !== undefined) headers['sec-fetch-dest'] = dest;
  return checkHeaders(headers, { isPageForPeople: isPage });
}

describe('a load that a browser started without an Origin', () => {
  it('A12 passes where no browser sent it, or a person or our own page asked for it', () => {
    expect(check()).toBe('passes');
    expect(check('none', 'navigate', 'document')).toBe('passes');
    expect(check('same-origin', 'no-cors', 'image')).toBe('passes');
  });

  it.each([
    ['no-cors', 'image'],
    ['no-cors', 'script'],
    ['no-cors', 'style'],
    ['no-cors', 'audio'],
    ['no-cors', 'empty'],
    ['navigate', 'iframe'],
    ['navigate', 'document'],
    ['cors', 'empty'],
    ['websocket', 'websocket'],
    [undefined, undefined],
  ])('A12 is stopped from another site in mode %s for %s', (mode, dest) => {
    expect(check('cross-site', mode, dest)).toBe('fetch_metadata');
  });

  it.each([
    ['no-cors', 'script'],
    ['navigate', 'iframe'],
  ])('A12 is stopped from another port of this machine in mode %s for %s', (mode, dest) => {
    expect(check('same-site', mode, dest)).toBe('fetch_metadata');
  });

  it('leads a person who follows a link to the page for people, and nowhere else', () => {
    expect(check('cross-site', 'navigate', 'document', true)).toBe('passes');
    expect(check('cross-site', 'navigate', 'iframe', true)).toBe('fetch_metadata');
    expect(check('cross-site', 'no-cors', 'document', true)).toBe('fetch_metadata');
    expect(check('same-site', 'navigate', 'document')).toBe('passes');
  });

  it.each([
    'http://evil.test/',
    'http://evil.test',
    'https://localhost.evil.test/a?b=http://localhost/',
    'http://localhost@evil.test/',
    'android-app://com.evil/',
    'about:blank',
    'null',
    'x',
  ])('A12 is stopped by the Referer %s, which is no page of this machine', (referer) => {
    expect(checkHeaders({ referer })).toBe('fetch_metadata');
    expect(checkHeaders({ referer, 'sec-fetch-site': 'none' })).toBe('fetch_metadata');
  });

  it('A12 passes with the Referer of this machine, of the asked host, and of an allowed origin', () => {
    for (const referer of [
      '',
      'http://localhost:3000/app',
      'http://127.0.0.1:5173',
      'https://app.example.com/some/page?x=1',
    ]) {
      expect(checkHeaders({ referer })).toBe('passes');
    }
    const own = { referer: 'http://192.168.1.5:3000/' };
    expect(checkHeaders(own)).toBe('fetch_metadata');
    expect(checkHeaders(own, { hostname: '192.168.1.5' })).toBe('passes');
  });

  it('A32 offers to allow the origin of the page', () => {
    expect(checkBrowserLoad({ referer: 'https://other.example/x' }, LOAD)).toMatchObject({
      failure: { code: 'cross_site_request' },
      remedy: { kind: 'origin', value: 'https://other.example' },
    });
  });

  it.each([
    ['cors', 'empty', 'passes'],
    [undefined, undefined, 'passes'],
    ['navigate', 'document', 'passes'],
    ['navigate', 'empty', 'fetch_metadata'],
    ['no-cors', 'document', 'fetch_metadata'],
  ])('A12 from another port of this machine in mode %s for %s: %s', (mode, dest, outcome) => {
    expect(check('same-site', mode, dest)).toBe(outcome);
  });

  it('A12 from another port of this machine is stopped by a foreign Referer, with nothing to allow', () => {
    const headers = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'cors' };
    expect(checkHeaders({ ...headers, referer: 'http://localhost:3000/' })).toBe('passes');
    const blocked = checkBrowserLoad({ ...headers, referer: 'https://other.example/x' }, LOAD);
    expect(blocked?.rule).toBe('fetch_metadata');
    expect(blocked).not.toHaveProperty('remedy');
    expect(checkBrowserLoad({ ...headers, referer: 'null' }, LOAD)).not.toHaveProperty('remedy');
  });

  it('the page for people opens without metadata too, for an older browser', () => {
    const load = { isPageForPeople: true };
    expect(checkHeaders({ referer: 'http://evil.test/' }, load)).toBe('passes');
    expect(checkHeaders({ 'sec-fetch-site': 'cross-site' }, load)).toBe('fetch_metadata');
    expect(check('cross-site', 'navigate', 'embed', true)).toBe('fetch_metadata');
    expect(check('cross-site', 'cors', 'document', true)).toBe('fetch_metadata');
  });
});
