import { failure } from '../../contract/errors.ts';
import type { AccessSettings, RawRequest } from '../../core/ports.ts';
import { isSameSecret } from '../../core/secret-text.ts';
import { NO_FORM_FIELDS, readFormFields } from '../read/form-fields.ts';
import { readSelection, type Selection } from '../read/selection.ts';
import { queryText } from '../routes/paths.ts';
import type { Blocked } from './blocked.ts';

export type KeyRequest = Pick<RawRequest, 'target' | 'headers'> & {
  caller: Pick<RawRequest['caller'], 'from'>;
};

/**
 * Whether the caller has the key, where one is asked: from callers elsewhere always, unless the person
 * switched it off; from this machine where the project wants it. The token server ID of a project is a
 * key to it. Elsewhere, an unknown ID is a wrong key, whatever else comes with it.
 */
export function checkKey(request: KeyRequest, access: AccessSettings): Blocked | undefined {
  const { from } = request.caller;
  if (from === 'loopback' && !access.someRequireKey) return undefined;
  const selection = selectionOf(request);
  if (!needsKey(from, selection, access)) return undefined;
  const { tokenServerId } = selection;
  if (tokenServerId !== undefined) {
    if (access.isTokenServerId(tokenServerId)) return undefined;
    if (from === 'lan') return { rule: 'key', failure: failure('unknown_token_server_id') };
  }
  const given = bearer(request.headers['authorization']);
  if (given !== undefined && isSameSecret(given, access.key)) return undefined;
  return { rule: 'key', failure: failure(given === undefined ? 'key_required' : 'key_wrong') };
}

/** From elsewhere the ID alone counts, and the query is not read before the key has passed. */
function selectionOf({ target, headers, caller }: KeyRequest): Selection {
  const query = caller.from === 'lan' ? NO_FORM_FIELDS : readFormFields(queryText(target));
  return readSelection('code' in query ? NO_FORM_FIELDS : query, headers['x-sandbox-id']);
}

/** Without `lan`, a caller from elsewhere is a connection left over from when it was on. */
function needsKey(from: 'loopback' | 'lan', selection: Selection, access: AccessSettings): boolean {
  return from === 'lan'
    ? !access.lan || access.lanKey !== undefined
    : access.requiresKey(selection);
}

function bearer(authorization: string | string[] | undefined): string | undefined {
  return authorization === undefined
    ? undefined
    : /^Bearer +(\S+) *$/i.exec(String(authorization))?.[1];
}
