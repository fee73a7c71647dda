/** What the token alone shows. Most important first. */
export const TOKEN_CAUSES = {
  token_empty: {
    level: 'cause',
    sentence: 'There is no token.',
    fix: 'Check what the token endpoint answered, and which field the app reads.',
  },
  token_malformed: {
    level: 'cause',
    sentence: 'This is not a complete token: {detail}.',
    fix: 'Copy all three parts, and nothing around them.',
  },
  token_too_large: {
    level: 'cause',
    sentence: 'The token is {kilobytes} KB. Servers take at most about 1,000 KB of headers.',
    fix: 'Move metadata and attributes out of the token.',
  },
  wrong_algorithm: {
    level: 'cause',
    sentence: 'The token is signed with {algorithm}. LiveKit takes HS256.',
    fix: 'Sign it with HS256 and the API secret.',
  },
  token_has_whitespace: {
    level: 'cause',
    sentence:
      'There is a space or line break {where} the token. Browsers accept that, native clients do not.',
    fix: 'Trim the token before you hand it to the client.',
  },
  no_issuer: {
    level: 'cause',
    sentence: 'The token has no "iss", so the server cannot tell which API key signed it.',
    fix: 'Put the API key into "iss".',
  },
  wrong_secret: {
    level: 'cause',
    sentence: 'The token is not signed with the secret of API key {key}.{signer}',
    fix: 'Copy the key and its secret again, as a pair.',
  },
  token_expired: {
    level: 'cause',
    sentence: 'The token expired {ago} ago.',
    fix: 'Ask for a new token before each connect.',
  },
  token_not_yet_valid: {
    level: 'cause',
    sentence: 'The token becomes valid in {in}: the clock that minted it is ahead.',
    fix: 'Sync the minting machine’s clock with network time.',
  },
  token_issued_in_future: {
    level: 'cause',
    sentence: 'The token says it was issued {in} from now: the clock that minted it is ahead.',
    fix: 'Sync the minting machine’s clock with network time.',
  },
  claim_type: {
    level: 'cause',
    sentence: '"{claim}" is {found}, but LiveKit needs {expected}.',
    fix: 'Write {example}.',
  },
  room_config_invalid: {
    level: 'cause',
    sentence: 'roomConfig is not valid: {detail}.',
    fix: 'Correct or remove that field.',
  },
  no_video_grant: {
    level: 'cause',
    sentence: 'The token has no "video" grant.',
    fix: 'Add one with roomJoin: true and the room.',
  },
  grant_misspelt: {
    level: 'cause',
    sentence: 'The grant "{found}" is not known to LiveKit.',
    fix: 'Write "{expected}".',
  },
  no_room_join: {
    level: 'cause',
    sentence: 'The token may not join a room.',
    fix: 'Set roomJoin: true in the video grant.',
  },
  no_room: {
    level: 'cause',
    sentence: 'The token names no room.',
    fix: 'Set "room" in the video grant.',
  },
  no_identity: {
    level: 'cause',
    sentence: 'The token has no identity.',
    fix: 'Put the identity into "sub".',
  },
  identity_too_long: {
    level: 'cause',
    sentence: 'The identity is {length} bytes; the server takes {limit}.',
    fix: 'Shorten the identity.',
  },
  room_name_too_long: {
    level: 'cause',
    sentence: 'The room name is {length} bytes; the server takes {limit}.',
    fix: 'Shorten the room name.',
  },
  may_not_publish: {
    level: 'warning',
    sentence: 'The token may not publish {what}.',
    fix: 'Set canPublish: true, or add the source to canPublishSources.',
  },
  may_not_send_data: {
    level: 'warning',
    sentence: 'The token may not send data; the server drops it without an error.',
    fix: 'Set canPublishData: true.',
  },
  may_not_subscribe: {
    level: 'warning',
    sentence: 'The token may not subscribe, so it sees and hears no one.',
    fix: 'Set canSubscribe: true.',
  },
  hidden: {
    level: 'warning',
    sentence: 'This participant is hidden: others see neither it nor its tracks.',
    fix: 'Remove "hidden" if others should see it.',
  },
  may_not_update_metadata: {
    level: 'warning',
    sentence: 'The token may not change its own metadata, name or attributes.',
    fix: 'Set canUpdateOwnMetadata: true if the app does that.',
  },
  not_admin: {
    level: 'warning',
    sentence: 'The token cannot use the server API: {detail}.',
    fix: 'Sign server API calls in the backend, with roomAdmin and the room, roomList or roomCreate.',
  },
  update_too_large: {
    level: 'warning',
    sentence:
      '{what} is {length} bytes. A token may carry it, but an update of that size is refused ({limit}).',
    fix: 'Keep it below the limit if the app updates it later.',
  },
  token_starts_soon: {
    level: 'warning',
    sentence: 'The token becomes valid in {in}; servers allow a minute.',
    fix: 'Sync the minting machine’s clock with network time.',
  },
  token_expiring: {
    level: 'warning',
    sentence: 'The token {when}. Clients treat it as stale 60 s before it expires.',
    fix: 'Ask for a new token, or give it a longer lifetime.',
  },
  token_never_expires: {
    level: 'warning',
    sentence: 'The token never expires.',
    fix: 'Give it an "exp".',
  },
  identity_blank: {
    level: 'warning',
    sentence: 'The identity is only spaces.',
    fix: 'Give the participant a readable identity.',
  },
  unknown_grant: {
    level: 'warning',
    sentence: '"{found}" is not a grant that LiveKit knows, so it does nothing.{hint}',
    fix: 'Remove it, or correct its name.',
  },
  reserved_attribute: {
    level: 'warning',
    sentence: 'The attribute "{name}" begins with "lk.", which belongs to LiveKit.',
    fix: 'Use another name.',
  },
  special_kind: {
    level: 'warning',
    sentence: 'Others will see this participant as {kind}.',
    fix: 'Remove "kind" unless this is one.',
  },
  token_large: {
    level: 'warning',
    sentence: 'The token is {kilobytes} KB. Many proxies refuse a URL over 8 KB.',
    fix: 'Keep metadata and attributes small.',
  },
  unknown_key_here: {
    level: 'warning',
    sentence: 'No project here has the API key {key}, so the signature cannot be checked.',
    fix: 'Add the project to check it.',
  },
} as const;
