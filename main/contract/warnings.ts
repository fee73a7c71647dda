import type { Warning, WarningCode } from './activity.ts';

/** The words for what is worth saying about a request that still got its token. */
const WARNINGS: Readonly<Record<WarningCode, string>> = {
  unknown_token_server_id:
    'The X-Sandbox-ID belongs to no project here, so the active project answered.',
  identity_in_use:
    'A token for this identity in this room was issued before and is still valid. The second participant to join throws out the first.',
  room_reused_with_agents:
    'This room had a token before. Agents are dispatched when a room is made, so a room that is still open gets none.',
  server_url_rewritten: '{from} is out of reach for this caller, so {to} was sent.',
  unknown_fields: 'Ignored, since LiveKit has no such fields: {fields}.',
  ttl_over_a_day: 'The token lives longer than a day.',
};

export function warning(
  code: WarningCode,
  details: Readonly<Record<string, string>> = {},
): Warning {
  return {
    code,
    message: WARNINGS[code].replace(/\{(\w+)\}/g, (_all, name: string) => details[name] ?? ''),
  };
}
