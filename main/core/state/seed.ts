import { randomUUID } from 'node:crypto';
import type { Grants } from '../../contract/grants.ts';
import { DEFAULT_PORT, DEFAULT_TTL_SECONDS } from '../../contract/limits.ts';
import type { Preset } from '../../contract/preset.ts';
import type { Defaults, Policy, Project, ProjectSource } from '../../contract/project.ts';
import { SCHEMA_VERSION, type Settings } from '../../contract/settings.ts';
import { randomText } from '../template/random.ts';

/** What `livekit-server --dev` uses. The secret is public and the same for everybody. */
export const LOCAL_LIVEKIT = {
  name: 'Local LiveKit',
  slug: 'local',
  url: 'ws://localhost:7880',
  apiKey: 'devkey',
  apiSecret: 'secret',
} as const;

const WATCH: Grants = {
  video: { roomJoin: true, canPublish: false, canPublishData: false, canSubscribe: true },
};

/** The presets that ship. From then on they are the user's. */
function seedPresets(): Preset[] {
  const presets: [name: string, slug: string, grants: Grants][] = [
    [
      'Participant',
      'participant',
      {
        video: {
          roomJoin: true,
          canPublish: true,
          canPublishData: true,
          canSubscribe: true,
          canUpdateOwnMetadata: true,
        },
      },
    ],
    ['Viewer', 'viewer', WATCH],
    [
      'Host',
      'host',
      {
        video: {
          roomJoin: true,
          roomAdmin: true,
          canPublish: true,
          canPublishData: true,
          canSubscribe: true,
          canUpdateOwnMetadata: true,
        },
      },
    ],
    [
      'Hidden recorder',
      'hidden-recorder',
      { video: { ...WATCH.video, hidden: true, recorder: true } },
    ],
  ];
  return presets.map(([name, slug, grants]) => ({
    id: `preset-${slug}`,
    revision: 1,
    slug,
    name,
    ttlSeconds: DEFAULT_TTL_SECONDS,
    grants,
  }));
}

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

export interface NewProject {
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
    requireKey: false,
    defaults: seedDefaults(),
    policy: seedPolicy(),
  };
}

export function localProject(presetId: string): Project {
  const { name, slug, url, apiKey } = LOCAL_LIVEKIT;
  return newProject({ source: 'local', name, slug, url, apiKey, presetId });
}

/** What a first start begins with: the endpoint answers before anything is configured. */
export function seedSettings(): Settings {
  const presets = seedPresets();
  const project = localProject(presets[0]?.id ?? '');
  return {
    schemaVersion: SCHEMA_VERSION,
    activeProjectId: project.id,
    projects: [project],
    presets,
    revision: 1,
    server: {
      port: DEFAULT_PORT,
      serve: true,
      lan: false,
      dangerouslySkipLanKey: false,
      allowedOrigins: [],
      allowedHosts: [],
      dangerouslyAllowNullOrigin: false,
    },
    app: {
      theme: 'system',
      startAtLogin: false,
      startHidden: true,
      notifyOnCopy: true,
      checkForUpdates: true,
    },
  };
}
