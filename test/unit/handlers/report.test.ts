import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import type { LinkId } from '../../../main/contract/host-description.ts';
import { createTokenTray } from '../../../main/core/create-token-tray.ts';
import { createMemoryEndpoint, createMemoryPorts } from '../../fixtures/memory-ports.ts';
import { SECRET } from './harness.ts';

it('a report opens the form of bugs with the diagnostics, and no secret, in its own fields', async () => {
  const opened: [link: LinkId, query: Readonly<Record<string, string>> | undefined][] = [];
  const endpoint = createMemoryEndpoint();
  const ports = createMemoryPorts({ endpoint: () => endpoint });
  const core = createTokenTray({
    ...ports,
    host: {
      ...ports.host,
      actions: {
        ...ports.host.actions,
        openLink: async (link, query) => {
          opened.push([link, query]);
        },
      },
    },
  });
  await core.start();
  const fields = { name: 'K', url: 'wss://k.example', apiKey: 'APIk', apiSecret: SECRET };
  await core.dispatch('project.create', { fields });
  expect(await core.dispatch('link.open', { link: 'report' })).toMatchObject({ ok: true });
  const [[link, query = {}] = []] = opened;
  expect(link).toBe('report');
  expect(query['diagnostics']).toMatch(/^Token Tray: .*\nSystem: /);
  expect(JSON.stringify(query)).not.toContain(SECRET);

  // GitHub fills in a field by its id, and a choice by its words.
  const path = new URL('../../../.github/ISSUE_TEMPLATE/bug.yml', import.meta.url);
  const { body }: { body: { id?: string; attributes: { options?: string[] } }[] } = parse(
    readFileSync(path, 'utf8'),
  );
  const field = (id: string) => body.find((part) => part.id === id);
  expect(Object.keys(query).map((id) => field(id)?.id)).toEqual(Object.keys(query));
  expect(field('host')?.attributes.options).toContain(query['host']);
});
