import { createHmac, randomUUID } from 'node:crypto';
import { RECOMMENDED_SECRET_LENGTH } from '../../contract/limits-and-defaults.ts';
import type { Defaults, Policy, Project, ProjectSource } from '../../contract/project.ts';
import type { Settings } from '../../contract/settings.ts';
import { freeName, freeSlug } from '../change/rules.ts';
import type { TokenTrayPorts } from '../ports.ts';
import { randomText } from '../template.ts';

/** What `livekit-server --dev` uses. The secret is public and the same for everybody. */
export const LOCAL_LIVEKIT = {
  name: 'Local LiveKit',
  slug: 'local',
  url: 'ws://localhost:7880',
  apiKey: 'devkey',
  apiSecret: 'secret',
} as const;

export function seedDefaults(): Defaults {
  return {
    room: { mode: 'fresh' },
    identityTemplate: '',
    nameTemplate: '',
    metadata: '',
    attributes: {},
    roomConfiguration: {},
    agents: [],
  };
}

/** Everything an app may ask for, as on LiveKit's own development token server. */
export function seedPolicy(): Policy {
  return {
    roomName: 'allow',
    participantIdentity: 'allow',
    participantName: 'allow',
    participantMetadata: 'allow',
    participantAttributes: 'allow',
    roomConfig: 'allow',
    agents: 'allow',
  };
}

/** 130 random bits, so that on the LAN it can serve as a key. */
export function newTokenServerId(): string {
  return `tt-${randomText(26)}`;
}

interface NewProject {
  source: ProjectSource;
  slug: string;
  name: string;
  url: string;
  apiKey: string;
  presetId: string;
}

export function newProject(fields: NewProject): Project {
  return {
    id: randomUUID(),
    revision: 1,
    ...fields,
    tokenServerId: newTokenServerId(),
    remoteUrl: '',
    requireKey: false,
    defaults: seedDefaults(),
    policy: seedPolicy(),
  };
}

export function localProject(presetId: string): Project {
  const { name, slug, url, apiKey } = LOCAL_LIVEKIT;
  return newProject({ source: 'local', name, slug, url, apiKey, presetId });
}

/** The project from LIVEKIT_*, under a free name and slug. */
export function projectFromEnvironment(
  { url, apiKey, apiSecret }: NonNullable<TokenTrayPorts['environmentProject']>,
  { projects, presets }: Settings,
): Project {
  const project = newProject({
    source: 'environment',
    name: freeName(projects, 'From the environment'),
    slug: freeSlug(projects, 'environment'),
    url,
    apiKey,
    presetId: presets[0]?.id ?? '',
  });
  return { ...project, tokenServerId: derivedId(apiKey, apiSecret) ?? project.tokenServerId };
}

/**
 * The same ID after each start and in each replica, since this project is never saved. Only from a secret that is
 * hard enough to guess.
 */
function derivedId(apiKey: string, apiSecret: string): string | undefined {
  if (apiSecret.length < RECOMMENDED_SECRET_LENGTH) return undefined;
  const text = createHmac('sha256', apiSecret).update(`token server ID of ${apiKey}`).digest('hex');
  return `tt-${text.slice(0, 32)}`;
}
