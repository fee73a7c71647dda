import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { brunoFiles, postmanCollection } from '../../../main/cli/describe-command.ts';
import { startEndpoint, type TestEndpoint } from '../../fixtures/endpoint.ts';
import { expectDocumented } from '../../fixtures/openapi-answers.ts';
import { createCommandLine, type CommandLine } from './command-line.ts';

let line: CommandLine;
beforeEach(() => {
  line = createCommandLine();
});
afterEach(() => {
  line.remove();
});

interface PostmanItem {
  name: string;
  request: {
    method: string;
    header: { key: string; value: string }[];
    url: { raw: string; path: string[]; query?: { key: string; value: string }[] };
    body?: { raw: string };
  };
}

/** A `.bru` file as its blocks; a body keeps its text. */
function blocksOf(text: string): Map<string, string> {
  return new Map(
    [...text.matchAll(/^([\w:]+) \{\n([\s\S]*?)^\}$/gm)].map(([, name = '', body = '']) => [
      name,
      body,
    ]),
  );
}

function entriesOf(block: string | undefined): Record<string, string> {
  return Object.fromEntries(
    [...(block ?? '').matchAll(/^ {2}([\w-]+): (.*)$/gm)].map(([, key = '', value = '']) => [
      key,
      value,
    ]),
  );
}

/** Sends a request of a collection, and answers its status once the answer is as the OpenAPI document says. */
async function send(
  { url: base }: TestEndpoint,
  {
    method,
    url,
    headers,
    body,
  }: { method: string; url: string; headers: Record<string, string>; body?: string },
  tokenServerId: string,
): Promise<number> {
  const filled = (text: string): string =>
    text.replaceAll('{{baseUrl}}', base).replaceAll('{{tokenServerId}}', tokenServerId);
  const answer = await fetch(filled(url), {
    method,
    headers: Object.fromEntries(
      Object.entries(headers).map(([key, value]) => [key, filled(value)]),
    ),
    ...(body === undefined ? {} : { body }),
  });
  const text = await answer.text();
  const { pathname, search } = new URL(filled(url));
  expectDocumented(method, pathname + search, {
    status: answer.status,
    headers: new Map([...answer.headers].map(([name, value]) => [name, [value]])),
    body: text,
    closed: false,
  });
  return answer.status;
}

const STATUSES = [200, 200, 200, 200, 200, 200, 200, 200, 400, 200];

describe('collections', () => {
  it('of Postman and of Bruno hold the same requests, and each gets the answer that its name says', async () => {
    const endpoint = await startEndpoint();
    const tokenServerId = endpoint.tokenTray.snapshot().projects[0]?.tokenServerId ?? '';
    const values = { baseUrl: endpoint.url, key: '', tokenServerId };
    const { item }: { item: PostmanItem[] } = JSON.parse(JSON.stringify(postmanCollection(values)));
    const files = brunoFiles(values);
    const requests = [...files].filter(
      ([name]) => !/^(?:bruno\.json|collection\.bru|env)/.test(name),
    );
    expect(requests).toHaveLength(item.length);
    const statuses: [string, number, number][] = [];
    for (const [index, { name, request }] of item.entries()) {
      const headers = Object.fromEntries(request.header.map(({ key, value }) => [key, value]));
      const { raw, path, query = [] } = request.url;
      const search = new URLSearchParams(
        query.map(({ key, value }): [string, string] => [key, value]),
      );
      expect(raw).toBe(`{{baseUrl}}/${path.join('/')}${query.length === 0 ? '' : `?${search}`}`);
      const body = request.body?.raw;
      const asked = {
        method: request.method,
        url: raw,
        headers,
        ...(body === undefined ? {} : { body }),
      };

      const blocks = blocksOf(requests[index]?.[1] ?? '');
      expect(entriesOf(blocks.get('meta'))).toEqual({ name, type: 'http', seq: String(index + 1) });
      const method = ['get', 'post'].find((word) => blocks.has(word)) ?? '';
      const bruno = {
        method: method.toUpperCase(),
        url: entriesOf(blocks.get(method))['url'] ?? '',
        headers: entriesOf(blocks.get('headers')),
        ...(blocks.has('body:json') ? { body: blocks.get('body:json') ?? '' } : {}),
      };
      statuses.push([
        name,
        await send(endpoint, asked, tokenServerId),
        await send(endpoint, bruno, tokenServerId),
      ]);
    }
    expect(statuses).toEqual(
      item.map(({ name }, index) => [name, STATUSES[index], STATUSES[index]]),
    );
    await endpoint.close();
  });
});

describe('describe', () => {
  it('prints OpenAPI and a Postman collection of this endpoint, without a secret', async () => {
    for (const format of ['openapi', 'postman']) {
      const { code, out, err } = await line.run(['describe', format]);
      expect([code, err]).toEqual([0, '']);
      expect(JSON.stringify(JSON.parse(out))).toContain('http://localhost:7885');
      expect(out).not.toMatch(/devkey|eyJ/);
    }
  });

  it('writes a file, and a folder for Bruno', async () => {
    expect((await line.run(['describe', 'postman', '--write', 'a/p.json'])).out).toBe(
      'Wrote a/p.json.\n',
    );
    expect(JSON.parse(readFileSync(join(line.cwd, 'a/p.json'), 'utf8'))).toHaveProperty('item');
    expect((await line.run(['describe', 'bruno', '--write', 'b'])).code).toBe(0);
    expect(readdirSync(join(line.cwd, 'b'))).toContain('Health.bru');
    expect(existsSync(join(line.cwd, 'b/environments/this-machine.bru'))).toBe(true);
  });

  it('refuses what it does not know, and what cannot be written', async () => {
    expect(await line.run(['describe', 'raml'])).toMatchObject({ code: 2, out: '' });
    expect((await line.run(['describe', 'bruno'])).err).toContain(
      'A Bruno collection is a folder.',
    );
    await line.run(['describe', 'postman', '--write', 'file']);
    const below = await line.run(['describe', 'bruno', '--write', 'file']);
    expect([below.code, below.err]).toEqual([1, expect.stringContaining('cannot be written')]);
  });
});
