import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTokenTray, type TokenTray } from '../../../main/core/create-token-tray.ts';
import { newProject } from '../../../main/core/state/new-project.ts';
import { seedSettings } from '../../../main/core/state/first-settings.ts';
import { jwtParts } from '../../fixtures/clients/jwt-text.ts';
import {
  createMemoryPorts,
  createMemorySettingsStore,
  type MemoryPorts,
} from '../../fixtures/memory-ports.ts';

interface Started {
  tokenTray: TokenTray;
  ports: MemoryPorts;
}

/** The engine with one project of a user, whose secret the key store does not have. */
async function startWith(credentials: { apiKey: string; secret?: string }): Promise<Started> {
  const seed = seedSettings();
  const project = newProject({
    source: 'user',
    name: 'Mine',
    slug: 'mine',
    url: 'wss://mine.example',
    apiKey: credentials.apiKey,
    presetId: seed.presets[0]?.id ?? '',
  });
  const settings = createMemorySettingsStore({
    ...seed,
    projects: [...seed.projects, project],
    activeProjectId: project.id,
  });
  const ports = createMemoryPorts({ settings });
  if (credentials.secret !== undefined) ports.secrets.secrets.set(project.id, credentials.secret);
  const tokenTray = createTokenTray(ports);
  await tokenTray.start();
  return { tokenTray, ports };
}

const mint = (tokenTray: TokenTray) =>
  tokenTray.dispatch('token.mint', { room: 'r1', identity: 'alice' });

describe('LIVEKIT_API_KEY and LIVEKIT_API_SECRET in the environment, which the SDK falls back to', () => {
  let started: Started | undefined;

  beforeEach(() => {
    vi.stubEnv('LIVEKIT_API_KEY', 'APIenvironment');
    vi.stubEnv('LIVEKIT_API_SECRET', 'secret-of-the-environment-that-is-long');
  });

  afterEach(async () => {
    vi.unstubAllEnvs();
    await started?.tokenTray.close();
  });

  it('W29 A26 do not sign for a project whose secret is missing', async () => {
    started = await startWith({ apiKey: 'APIown' });
    expect(await mint(started.tokenTray)).toMatchObject({
      ok: false,
      error: { code: 'secret_missing' },
    });
    expect(started.ports.mintCount()).toBe(0);
  });

  it('W29 A26 do not sign for a project whose key is empty', async () => {
    started = await startWith({ apiKey: '', secret: 'a-secret-of-the-tests-that-is-long' });
    expect(await mint(started.tokenTray)).toMatchObject({
      ok: false,
      error: { code: 'secret_missing' },
    });
    expect(started.ports.mintCount()).toBe(0);
  });

  it('W29 do not mix into a project that has both', async () => {
    started = await startWith({ apiKey: 'APIown', secret: 'a-secret-of-the-tests-that-is-long' });
    const reply = await mint(started.tokenTray);
    expect(reply).toMatchObject({ ok: true, value: { token: expect.any(String) } });
    const { token } = started.tokenTray.tokens()[0] ?? { token: '' };
    expect(jwtParts(token)?.claims).toMatchObject({ iss: 'APIown', sub: 'alice' });
  });
});
