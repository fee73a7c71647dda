/** Why a request for a token is refused. */
export const REQUEST_ERRORS = {
  // The shape of a request.
  invalid_json: {
    status: 400,
    message: 'The body is not valid JSON: {detail}. Send a JSON object such as {}.',
  },
  invalid_body: {
    status: 400,
    message: 'The body must be a JSON object or form fields. Send {} to get every default.',
  },
  invalid_field: { status: 400, message: '{field} must be {expected}.' },
  field_too_long: {
    status: 400,
    message: '{field} is {bytes} bytes; LiveKit allows {limit} bytes of UTF-8. Shorten it.',
  },
  field_not_allowed: {
    status: 400,
    message:
      '{field} may not be set by the app: the policy of project "{project}" refuses it. Leave it out, or change the policy in Defaults.',
  },
  identity_in_use: {
    status: 409,
    message:
      'Another app holds a live token for {identity} in room {room}. Ask with another identity, or change what happens then in Projects.',
  },
  room_config_not_allowed: {
    status: 400,
    message: '{field} may not be set by the app. {reason}',
  },
  invalid_query: {
    status: 400,
    message: 'The query parameter "{field}" is given more than once. Give it once.',
  },
  invalid_request: { status: 400, message: 'The request cannot be read: {detail}.' },
  unknown_project: {
    status: 404,
    message: 'There is no project "{slug}". Known projects: {known}.',
  },
  project_conflict: {
    status: 400,
    message:
      'The query names project "{slug}", but the X-Sandbox-ID is that of "{other}". Send one of the two.',
  },
  unknown_preset: { status: 404, message: 'There is no preset "{slug}". Known presets: {known}.' },
  not_found: { status: 404, message: 'Nothing answers at this path. Tokens are at /token.' },
  check_code_wrong: {
    status: 403,
    message: 'This code has been used or has expired. Scan the one that Token Tray shows now.',
  },
  method_not_allowed: { status: 405, message: '{method} is not supported here. Use {allow}.' },
  body_too_large: {
    status: 413,
    message: 'The body is larger than {limit} bytes. LiveKit allows 512 KiB of metadata.',
  },
  unsupported_encoding: { status: 415, message: 'The body is {detail}. Send uncompressed UTF-8.' },
  expectation_unknown: {
    status: 417,
    message: 'Only "Expect: 100-continue" is known. Leave the header out.',
  },
  headers_too_large: {
    status: 431,
    message: 'The request headers are larger than 16 KiB. Send fewer or shorter headers.',
  },
  request_timeout: {
    status: 408,
    message: 'The request took too long to arrive. Send it again.',
  },
  // Who may ask.
  host_missing: {
    status: 400,
    message: 'The request has no single valid Host header. Use http://localhost:{port}/token.',
  },
  host_not_allowed: {
    status: 403,
    message:
      'The host "{host}" is not allowed. Add it to "Allowed hosts" in Settings if this name is yours.',
  },
  origin_not_allowed: {
    status: 403,
    message:
      'Pages from {origin} are not allowed. Add it to "Allowed origins" in Settings, or allow it from the Activity.',
  },
  cross_site_request: {
    status: 403,
    message:
      'A page on another site tried to load this as a script, image or form. Use fetch from an allowed origin.',
  },
  speculative_load: {
    status: 403,
    message:
      'A browser loaded this ahead of time (prefetch or prerender). Tokens are only made on request: use fetch.',
  },
  key_required: {
    status: 401,
    message:
      'This request needs the key: send "Authorization: Bearer <key>", or the token server ID as X-Sandbox-ID.',
  },
  key_wrong: {
    status: 401,
    message:
      'The key in "Authorization: Bearer" is not the LAN key of this Token Tray. Copy it again from Settings.',
  },
  rate_limited: { status: 429, message: 'Too many requests from this address. Wait {seconds} s.' },
  unknown_token_server_id: {
    status: 401,
    message:
      'The X-Sandbox-ID belongs to no project here. Copy the token server ID from the project.',
  },
  // Drills.
  drill: { status: 500, message: 'A drill did this: {title}. {sentence}' },
  unknown_drill: { status: 404, message: 'There is no drill "{name}". Known drills: {known}.' },
  drill_not_allowed: {
    status: 403,
    message:
      'Drills in a URL work on this machine only. Arm the drill in the window, and allow it on the LAN there.',
  },
  drill_without_twin: {
    status: 409,
    message:
      'This drill repeats the identity of the token before it, and there is none yet. Ask once without the drill, then again.',
  },
  // Why no token can be signed.
  body_not_kept: {
    status: 409,
    message:
      'The body of this request was not kept whole, so it cannot be sent again. Edit the body, or ask again from the app.',
  },
  no_project: {
    status: 503,
    message: 'No project is active. Add one in Projects, or choose the local LiveKit server.',
  },
  secret_missing: {
    status: 409,
    message: 'Project "{project}" has no {what}. Enter it in Projects.',
  },
  secret_waiting: {
    status: 503,
    message: 'The key store has not answered yet for project "{project}". Try again in a moment.',
  },
  secret_locked: {
    status: 503,
    message:
      'The secret of project "{project}" is locked in the key store. Unlock it and try again.',
  },
  secret_unreadable: {
    status: 503,
    message:
      'The secret of project "{project}" cannot be read on this host. Enter it again in Projects; the old one is kept.',
  },
} as const;
