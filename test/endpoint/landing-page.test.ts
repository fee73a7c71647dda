import { describe, expect, it } from 'vitest';
import { ask, claimsOf, header, testEndpoint } from './ask.ts';
import { landingPageText } from '../../main/endpoint/routes/landing-page.ts';

const BROWSER = {
  method: 'GET',
  path: '/',
  headers: ['Accept: text/html,application/xhtml+xml,*/*;q=0.8'],
};

describe('the page for people', () => {
  it('says how to call the endpoint under the name it was opened by, and where the window is', async () => {
    const endpoint = await testEndpoint({ uiHint: () => 'http://localhost:7886/' });
    const answer = await ask(endpoint, BROWSER);
    expect(answer.status).toBe(200);
    expect(header(answer, 'content-type')).toBe('text/html; charset=utf-8');
    expect(answer.body).toContain(`curl -X POST http://localhost:${endpoint.port}/token`);
    expect(answer.body).toContain('TokenSource.endpoint(');
    expect(answer.body).toContain('href="http://localhost:7886/"');
    expect(answer.body).toMatch(/prefers-color-scheme: dark/);
    expect(endpoint.mintCount()).toBe(0);
    expect(await endpoint.activity()).toHaveLength(0);
  });

  it('runs nothing and loads nothing', async () => {
    const endpoint = await testEndpoint();
    const answer = await ask(endpoint, BROWSER);
    const policy = header(answer, 'content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe|script-src|upgrade-insecure/);
    expect(header(answer, 'x-frame-options')).toBe('DENY');
    expect(answer.body).not.toMatch(/<script|<img|<link|\bon\w+=|style="/);
  });

  it('is for clients that ask for a page; all others get a token at /', async () => {
    const endpoint = await testEndpoint();
    for (const [method, accept] of [
      ['GET', '*/*'],
      ['POST', 'text/html'],
      ['GET', 'application/json'],
    ] as const) {
      const answer = await ask(endpoint, { method, path: '/', headers: [`Accept: ${accept}`] });
      expect(claimsOf(answer)).toHaveProperty('sub');
    }
    const text = await ask(endpoint, { ...BROWSER, path: '/token' });
    expect(claimsOf(text)).toHaveProperty('sub');
  });

  it('A12 opens by a link from another site, but not in its frame', async () => {
    const endpoint = await testEndpoint();
    const from = (dest: string): string[] => [
      ...BROWSER.headers,
      'Sec-Fetch-Site: cross-site',
      'Sec-Fetch-Mode: navigate',
      `Sec-Fetch-Dest: ${dest}`,
    ];
    expect((await ask(endpoint, { ...BROWSER, headers: from('document') })).status).toBe(200);
    expect((await ask(endpoint, { ...BROWSER, headers: from('iframe') })).status).toBe(403);
    const token = { ...BROWSER, path: '/token', headers: from('document') };
    expect((await ask(endpoint, token)).status).toBe(403);
  });

  it('is answered to HEAD with the length it has', async () => {
    const endpoint = await testEndpoint();
    const page = await ask(endpoint, BROWSER);
    const [head] = await endpoint.rawRequest(
      `HEAD / HTTP/1.1\r\nHost: localhost:${endpoint.port}\r\nAccept: text/html\r\nConnection: close\r\n\r\n`,
    );
    expect(head).toMatchObject({ status: 200, body: '' });
    expect(head?.headers.get('content-length')).toEqual(page.headers.get('content-length'));
  });

  it('lets no text become markup', () => {
    const text = landingPageText({
      url: 'http://<b>"\'&',
      uiHint: '<script>alert(1)</script>',
      version: '<i>',
    });
    expect(text).not.toMatch(/<script|<b>|<i>/);
    expect(text).toContain('&lt;script&gt;');
    const link = landingPageText({ url: '', uiHint: 'http://x/"onclick="y', version: '' });
    expect(link).not.toContain('"onclick');
    expect(landingPageText({ url: '', uiHint: undefined, version: '' })).toContain(
      'Token Tray icon',
    );
    expect(landingPageText({ url: '', uiHint: 'javascript:alert(1)', version: '' })).not.toContain(
      'href',
    );
  });
});
