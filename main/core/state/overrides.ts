import type { ServerSettings } from '../../contract/settings.ts';
import type { Override } from '../../contract/snapshot.ts';
import type { TokenTrayPorts } from '../ports.ts';

/** The server settings as they hold in this run: saved ones, less what the command line decides. */
export function effectiveServerSettings(
  server: ServerSettings,
  overrides: TokenTrayPorts['overrides'],
): ServerSettings {
  return overrides?.port === undefined ? server : { ...server, port: overrides.port };
}

/** What the window shows as decided elsewhere. */
export function listOverrides(
  ports: Pick<TokenTrayPorts, 'overrides' | 'environmentProject'>,
): Override[] {
  const overrides: Override[] = [];
  if (ports.overrides?.port !== undefined)
    overrides.push({ setting: 'server.port', source: '--port' });
  if (ports.environmentProject !== undefined)
    overrides.push({ setting: 'project', source: 'LIVEKIT_URL' });
  return overrides;
}
