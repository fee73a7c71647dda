import { failure, TokenTrayError, type Failure } from '../../contract/errors.ts';
import { parseHostName, parseOrigin } from '../../contract/origin.ts';
import { portProblem } from '../../contract/port.ts';
import type { ServerSettings, SettingsChanges } from '../../contract/settings.ts';
import { withDefined } from './rules.ts';

type ServerChanges = NonNullable<SettingsChanges['server']>;

/** `server` with `changes` made; throws the first problem with its field, such as `server.port`. */
export function withServerChanges(server: ServerSettings, changes: ServerChanges): ServerSettings {
  const changed = withDefined(server, changes);
  // 0 is for one run, by the command line; a saved port must be the same at each start.
  const problem = changes.port === 0 ? failure('port_invalid') : checkPort(changes.port);
  if (problem !== undefined) throw new TokenTrayError(problem.code, problem.details, 'server.port');
  const { lanUntil = 0, ...rest } = changed;
  const keepsUntil =
    rest.lan && lanUntil > 0 && (changes.lan === undefined || changes.lanUntil !== undefined);
  return {
    ...rest,
    ...(keepsUntil ? { lanUntil } : {}),
    allowedOrigins: distinct(rest.allowedOrigins.map(requireOrigin)),
    allowedHosts: distinct(rest.allowedHosts.map(requireHost)),
  };
}

function checkPort(port: number | undefined): Failure | undefined {
  return port === undefined ? undefined : portProblem(port);
}

function requireOrigin(origin: string): string {
  const parsed = parseOrigin(origin);
  if (parsed === undefined) {
    throw new TokenTrayError('origin_invalid', { origin }, 'server.allowedOrigins');
  }
  return parsed;
}

function requireHost(host: string): string {
  const parsed = parseHostName(host);
  if (parsed === undefined)
    throw new TokenTrayError('host_invalid', { host }, 'server.allowedHosts');
  return parsed;
}

function distinct(items: readonly string[]): string[] {
  return [...new Set(items)];
}
