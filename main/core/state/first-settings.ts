import { DEFAULT_PORT, DEFAULT_TTL_SECONDS } from '../../contract/limits-and-defaults.ts';
import type { Preset, VideoGrant } from '../../contract/preset.ts';
import { SCHEMA_VERSION, type Settings } from '../../contract/settings.ts';
import { localProject } from './new-project.ts';

const WATCH: VideoGrant = {
  roomJoin: true,
  canPublish: false,
  canPublishData: false,
  canSubscribe: true,
};

const PARTICIPATE: VideoGrant = {
  roomJoin: true,
  canPublish: true,
  canPublishData: true,
  canSubscribe: true,
  canUpdateOwnMetadata: true,
};

/** The presets that ship. From then on they are the user's. */
function firstPresets(): Preset[] {
  const presets: [name: string, slug: string, video: VideoGrant][] = [
    ['Participant', 'participant', PARTICIPATE],
    ['Viewer', 'viewer', WATCH],
    ['Host', 'host', { ...PARTICIPATE, roomAdmin: true }],
    ['Hidden recorder', 'hidden-recorder', { ...WATCH, hidden: true, recorder: true }],
  ];
  return presets.map(([name, slug, video]) => ({
    id: `preset-${slug}`,
    revision: 1,
    slug,
    name,
    ttlSeconds: DEFAULT_TTL_SECONDS,
    grants: { video },
  }));
}

/** What a first start begins with: the endpoint answers before anything is configured. */
export function seedSettings(): Settings {
  const presets = firstPresets();
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
