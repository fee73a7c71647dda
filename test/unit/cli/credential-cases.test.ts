import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readEnvironmentProject } from '../../../main/cli/credential-sources.ts';
import { TokenTrayError } from '../../../main/contract/errors.ts';
import { CREDENTIAL_CASES, K, S, U } from '../../fixtures/credential-cases.ts';
import { jsonObject } from '../../fixtures/json-object.ts';
import { createCommandLine, type CommandLine } from './command-line.ts';
import { isSignedWith } from './kitchen-project.ts';

let line: CommandLine;

beforeEach(() => {
  line = createCommandLine();
});
afterEach(() => {
  line.remove();
});

interface Listed {
  slug: string;
  url: string;
  api_key: string;
}

async function listed(): Promise<Listed[]> {
  const { out } = await line.run(['project', 'list', '--json']);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the command's own output
  return (JSON.parse(out) as Listed[]).filter(({ slug }) => slug !== 'local');
}

function shop(url: string, key: string): string {
  return `projects:\n- {name: shop, url: '${url}', api_key: ${key}, api_secret: ${S}}\n`;
}

describe('the command takes', () => {
  it.each(CREDENTIAL_CASES)('case $number: $what', async ({ text, files, projects, said }) => {
    mkdirSync(join(line.cwd, 'app'));
    for (const [name, content] of Object.entries(files ?? {})) {
      writeFileSync(join(line.cwd, 'app', name), content);
    }
    const isOne = text !== undefined && projects.length < 2;
    const names = Object.keys(files ?? {});
    const ran = isOne
      ? [await line.run(['project', 'add'], { input: text })]
      : text !== undefined
        ? [await line.run(['project', 'import', '-'], { input: text })]
        : names.every((name) => /^(?:\.env|docker|livekit)/.test(name))
          ? [await line.run(['project', 'import', 'app'])]
          : await Promise.all(
              names.map((name) => line.run(['project', 'import', join('app', name)])),
            );
    const output = ran.map(({ out, err }) => out + err).join('');
    if (said !== undefined) expect(output).toMatch(said);
    expect(output).not.toContain(S);
    expect(ran.every(({ code }) => (code === 0) === projects.length > 0)).toBe(true);

    const here = await listed();
    expect(here.map(({ url, api_key: apiKey }) => `${url} ${apiKey}`).toSorted()).toEqual(
      projects.map(({ url, apiKey }) => `${url} ${apiKey}`).toSorted(),
    );
    for (const { url, apiKey, apiSecret } of projects) {
      const slug = here.find((item) => item.url === url && item.api_key === apiKey)?.slug ?? '';
      const { out } = await line.run(['token', '--token-only', '--project', slug]);
      expect(isSignedWith(out.trim(), apiSecret)).toBe(true);
    }
  });

  it('case 10: a project of the same name with other keys, only with --replace', async () => {
    const from = ['project', 'import', '-'];
    await line.run(from, { input: shop(U, K) });
    const apart = await line.run(from, { input: shop('wss://two.example.com', 'APItwo123456') });
    expect(apart.out).toContain('--replace');
    expect((await listed()).map(({ slug, api_key: key }) => [slug, key])).toEqual([
      ['shop', K],
      ['shop-2', 'APItwo123456'],
    ]);
    const replaced = await line.run([...from, '--replace'], {
      input: shop('wss://three.example.com', 'APIthree12345'),
    });
    expect(replaced.out).toContain('updated  shop');
    expect((await listed())[0]).toMatchObject({ slug: 'shop', url: 'wss://three.example.com' });
  });

  it('case 19: an unknown grant, refused by name and with the one that was meant', async () => {
    const { code, err } = await line.run(['token', '--grant', '{"roomName":"x"}']);
    expect(code).toBeGreaterThan(0);
    expect(err).toMatch(/roomName.*[Dd]id you mean "?room\b/);
  });
});

describe('the environment takes', () => {
  const cases = CREDENTIAL_CASES.flatMap((item) =>
    item.environment === undefined ? [] : [{ ...item, environment: item.environment }],
  );

  it.each(cases)('case $number: $what', ({ environment, projects, said }) => {
    const [wanted] = projects;
    if (wanted !== undefined) {
      const { project, warnings } = readEnvironmentProject(environment, '/');
      expect(project).toEqual(wanted);
      if (said !== undefined) expect(warnings.join('\n')).toMatch(said);
      return;
    }
    try {
      readEnvironmentProject(environment, '/');
      throw new Error('It was taken.');
    } catch (error) {
      if (!(error instanceof TokenTrayError)) throw error;
      expect(error.failure.code).toBe('environment_project_unusable');
      if (said !== undefined) expect(error.message).toMatch(said);
      expect(JSON.stringify(jsonObject(JSON.stringify(error.failure)))).not.toContain(S);
    }
  });
});
