import type { ImportQuestion } from '../../contract/credential-import.ts';
import { isJsonObject } from '../../contract/json.ts';
import type { Project } from '../../contract/project.ts';
import type { ServerSettings } from '../../contract/settings.ts';
import { withServerChanges } from '../change/rules.ts';
import type { Vault } from '../state/vault.ts';

/** A file's server settings, where everything that lets more callers in needs a yes in `accept`. */
export function askAboutAccess(
  here: ServerSettings,
  file: ServerSettings,
  accept: ReadonlySet<string>,
): { server: ServerSettings; questions: ImportQuestion[] } {
  const questions: ImportQuestion[] = [];
  const isAllowed = (id: string, message: string): boolean => {
    questions.push({ id, kind: 'access', message });
    return accept.has(id);
  };
  const flag = (
    name: 'lan' | 'dangerouslySkipLanKey' | 'dangerouslyAllowNullOrigin',
    message: string,
  ): boolean => file[name] && (here[name] || isAllowed(`server.${name}`, message));
  const list = (
    name: 'allowedOrigins' | 'allowedHosts',
    message: (value: string) => string,
  ): string[] => [
    ...here[name],
    ...file[name].filter(
      (value) =>
        !here[name].includes(value) && isAllowed(`server.${name}:${value}`, message(value)),
    ),
  ];
  // What the form refuses is refused here too, before anything is asked.
  withServerChanges(here, file);
  const server: ServerSettings = {
    ...file,
    lan: flag('lan', 'The file serves tokens on the LAN.'),
    dangerouslySkipLanKey: flag(
      'dangerouslySkipLanKey',
      'The file lets callers on the LAN in without the key.',
    ),
    dangerouslyAllowNullOrigin: flag(
      'dangerouslyAllowNullOrigin',
      'The file allows pages opened from disk and sandboxed frames of any site.',
    ),
    allowedOrigins: list('allowedOrigins', (origin) => `The file allows pages from ${origin}.`),
    allowedHosts: list(
      'allowedHosts',
      (host) => `The file allows callers that use the host "${host}".`,
    ),
  };
  return { server, questions };
}

/** Asks before a project here loses its URL, its keys or a rule; `undefined` if it loses nothing. */
export function askAboutProject(
  here: Project,
  file: Project,
  secret: string | undefined,
  vault: Vault,
): ImportQuestion | undefined {
  const reading = vault.read(here);
  const isOtherSecret =
    secret !== undefined && (reading.state !== 'set' || reading.secret !== secret);
  const losses: [is: boolean, what: string][] = [
    [here.url !== file.url, 'URL'],
    [here.apiKey !== file.apiKey, 'API key'],
    [isOtherSecret && reading.state !== 'missing', 'API secret'],
    [here.tokenServerId !== file.tokenServerId, 'token server ID'],
    [here.requireKey && !file.requireKey, 'need for a key'],
    [inOrder(here.policy) !== inOrder(file.policy), 'policy'],
  ];
  const lost = losses.filter(([is]) => is).map(([, what]) => what);
  if (lost.length === 0) return undefined;
  return {
    id: `project:${here.id}`,
    kind: 'replace',
    message: `Replace in "${here.name}": ${lost.join(', ')}.`,
  };
}

/** JSON with its keys in order: two records of the same fields are the same text. */
export function inOrder(value: object): string {
  return JSON.stringify(value, (_key, item: unknown) =>
    isJsonObject(item)
      ? Object.fromEntries(
          Object.entries(item).toSorted(([one], [other]) => (one < other ? -1 : 1)),
        )
      : item,
  );
}
