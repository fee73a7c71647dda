/**
 * The closed list of everything that can go wrong, with the status it has over HTTP and the words for it.
 * The endpoint, the window, the tray and the command line all speak from here. `{name}` is filled from
 * the error's details.
 */
export const ERRORS = {
  // What a request may look like.
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
  unknown_preset: { status: 404, message: 'There is no preset "{slug}". Known presets: {known}.' },
  not_found: { status: 404, message: 'Nothing answers at this path. Tokens are at /token.' },
  method_not_allowed: { status: 405, message: '{method} is not answered here. Use {allow}.' },
  body_too_large: {
    status: 413,
    message: 'The body is larger than {limit} bytes. LiveKit allows 512 KiB of metadata.',
  },
  unsupported_encoding: { status: 415, message: 'The body is {detail}. Send uncompressed UTF-8.' },
  headers_too_large: {
    status: 431,
    message: 'The request headers are larger than 16 KiB. Send fewer or shorter headers.',
  },
  request_timeout: {
    status: 408,
    message: 'The request did not arrive whole in time. Send it again.',
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
  key_required: {
    status: 401,
    message:
      'This request needs the key: send "Authorization: Bearer <key>", or the token server ID as X-Sandbox-ID.',
  },
  rate_limited: { status: 429, message: 'Too many requests from this address. Wait {seconds} s.' },
  unknown_token_server_id: {
    status: 401,
    message:
      'The X-Sandbox-ID belongs to no project here. Copy the token server ID from the project.',
  },
  // Why no token can be signed.
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
  // What a person types.
  invalid_input: { status: 400, message: '{detail}' },
  unknown_call: { status: 404, message: 'There is no call named "{name}".' },
  unknown_item: {
    status: 404,
    message: 'This {kind} is gone. It may have been removed in another window.',
  },
  conflict: {
    status: 409,
    message: 'This {kind} was changed elsewhere. Look at the newer version and save again.',
  },
  name_missing: { status: 400, message: 'Enter a name.' },
  name_too_long: { status: 400, message: 'Use at most 80 characters.' },
  name_taken: {
    status: 409,
    message: 'There is already a {kind} named "{name}". Choose another name.',
  },
  slug_invalid: {
    status: 400,
    message:
      'Use lower-case letters, digits and hyphens, at most 48, starting with a letter or digit.',
  },
  slug_taken: {
    status: 409,
    message: 'There is already a {kind} with the slug "{slug}". Choose another.',
  },
  url_invalid: {
    status: 400,
    message: 'Enter the LiveKit URL, such as wss://my-app.livekit.cloud or ws://localhost:7880.',
  },
  url_scheme: {
    status: 400,
    message: '"{scheme}" is not a LiveKit URL. It starts with wss:// or ws://.',
  },
  api_key_missing: { status: 400, message: 'Enter the API key.' },
  api_key_invalid: { status: 400, message: 'The API key may not contain spaces. Copy it again.' },
  api_secret_missing: { status: 400, message: 'Enter the API secret.' },
  api_secret_invalid: {
    status: 400,
    message: 'The API secret may not contain spaces. Copy it again.',
  },
  key_and_secret_swapped: {
    status: 400,
    message:
      'The API key and the API secret look swapped: keys start with "API" and are the shorter one.',
  },
  token_server_id_invalid: {
    status: 400,
    message:
      'Use 8 to 128 letters, digits and hyphens, starting and ending with a letter or digit.',
  },
  token_server_id_taken: {
    status: 409,
    message: 'Another project has this token server ID. Regenerate it.',
  },
  template_missing: { status: 400, message: 'Enter a template, such as {example}.' },
  template_unknown_word: {
    status: 400,
    message: '"{word}" is not known in a template. Known: {known}.',
  },
  room_missing: { status: 400, message: 'Enter the room, or choose "Fresh room each time".' },
  ttl_too_short: {
    status: 400,
    message:
      'The lifetime must be at least 61 s: LiveKit clients treat a token as stale 60 s before it expires.',
  },
  ttl_too_long: { status: 400, message: 'The lifetime must be at most a year.' },
  ttl_invalid: {
    status: 400,
    message: '"{value}" is not a lifetime. Use a duration such as 15m, 1h30m or 900s.',
  },
  preset_in_use: {
    status: 409,
    message: 'Preset "{preset}" is the default of {projects}. Choose another default there first.',
  },
  last_preset: { status: 409, message: 'This is the only preset. Add another before removing it.' },
  project_from_environment: {
    status: 409,
    message:
      'This project comes from LIVEKIT_* in the environment. Change it there, or duplicate it.',
  },
  port_invalid: { status: 400, message: 'A port is a whole number from 1 to 65535.' },
  port_blocked: {
    status: 400,
    message: 'Browsers refuse port {port}. Choose another, such as 7885.',
  },
  origin_invalid: {
    status: 400,
    message:
      '"{origin}" is not an origin. Write it as the browser sends it, such as https://app.example.com.',
  },
  host_invalid: {
    status: 400,
    message: '"{host}" is not a host name. Write it without scheme, port or path.',
  },
  overridden: {
    status: 409,
    message: '{setting} is set by {source} for this run and cannot be changed here.',
  },
  not_supported: { status: 501, message: 'This host cannot do that: {reason}' },
  import_unreadable: { status: 400, message: '{file} cannot be read: {reason}' },
  import_empty: { status: 400, message: '{file} holds no LiveKit project: {reason}' },
  // What the machine does to us.
  port_in_use: {
    status: 409,
    message:
      'Port {port} is taken{owner}. Stop the other program, or choose another port, such as {suggestion}.',
  },
  port_forbidden: {
    status: 409,
    message:
      'The system does not let this program use port {port}. Choose one above 1024, such as 7885.',
  },
  address_unavailable: {
    status: 409,
    message: 'The address {address} is not on this machine now. Check the network and try again.',
  },
  port_shadowed: {
    status: 409,
    message:
      'Another program answers on {address}:{port}. Stop it, or choose another port, such as {suggestion}.',
  },
  port_unreachable: {
    status: 409,
    message:
      'Port {port} was opened, but {address} does not answer there. A firewall or a proxy on this machine may stand in the way.',
  },
  endpoint_stopped: {
    status: 409,
    message: 'The endpoint is not serving. Start it, then send the request again.',
  },
  settings_locked: {
    status: 409,
    message:
      'Another Token Tray uses the folder {folder} (process {pid}{on}). Quit it, or choose another folder with --data-dir.',
  },
  data_folder_unusable: {
    status: 503,
    message: 'The data folder {folder} cannot be used: {reason}',
  },
  settings_unwritable: {
    status: 503,
    message: 'The settings cannot be saved: {reason} Nothing was changed; tokens are still served.',
  },
  settings_newer: {
    status: 503,
    message:
      'The settings were written by a newer Token Tray (version {version} of the file). They are read-only here: update the app.',
  },
  secret_unwritable: {
    status: 503,
    message: 'The secret cannot be saved: {reason} Nothing was changed.',
  },
  server_unreachable: { status: 502, message: '{url} does not answer: {reason}' },
  // What the command line says.
  secret_in_argument: {
    status: 400,
    message:
      'A secret may not be an argument: other programs can read those, and the shell remembers them. Use the prompt, --api-secret-stdin, --api-secret-file or LIVEKIT_API_SECRET. If other people use this computer, replace the secret.',
  },
  secret_file_unreadable: { status: 400, message: '{file} cannot be read: {reason}' },
  option_missing: { status: 400, message: '{option} is missing. {remedy}' },
  option_invalid: { status: 400, message: '{option} {problem}' },
  options_exclude: { status: 400, message: 'Use {option} or {other}, not both.' },
  environment_project_unusable: {
    status: 400,
    message: 'The project of the environment cannot be used. {names}: {reason}',
  },
  desktop_running: {
    status: 409,
    message:
      'The desktop app (process {pid}) has the data folder open. Use its window for this, or quit it first.',
  },
  desktop_mints_by_request: {
    status: 409,
    message:
      'The desktop app (process {pid}) has the data folder open, and its endpoint does not take {option}. Mint in its window, make a preset and use --preset, or quit it first.',
  },
  not_running: {
    status: 503,
    message: 'Token Tray is not running on {folder}. Start it with "token-tray serve".',
  },
  window_not_served: {
    status: 503,
    message:
      'Token Tray runs (process {pid}), but its window is not served. Start it again with another --ui-port.',
  },
  // Who may use the window over HTTP.
  unauthorized: {
    status: 401,
    message:
      'This window is not signed in to the host. Run "token-tray open" for a link that signs it in.',
  },
  sign_in_code_used: {
    status: 401,
    message:
      'This link was used before or is older than {seconds} s. Run "token-tray open" for a new one.',
  },
  window_host_not_allowed: {
    status: 403,
    message:
      'The window answers on this machine only, at http://127.0.0.1:{port}. Tokens are at the token endpoint.',
  },
  window_origin_not_allowed: {
    status: 403,
    message: 'Only the window itself may ask this. Open it with "token-tray open".',
  },
  too_many_windows: {
    status: 429,
    message: 'More than {limit} windows are open on this host. Close some of them.',
  },
  internal: {
    status: 500,
    message: 'Something went wrong inside Token Tray. Its log has the details under {requestId}.',
  },
} as const satisfies Record<string, { status: number; message: string }>;

export type ErrorCode = keyof typeof ERRORS;

export function isErrorCode(text: string): text is ErrorCode {
  return Object.hasOwn(ERRORS, text);
}

export type ErrorDetails = Readonly<Record<string, string | number>>;

/** An error as a value: what a call answers when it fails. */
export interface Failure {
  code: ErrorCode;
  message: string;
  /** The input the message is about, as a path such as `changes.apiKey`, where there is one. */
  field?: string;
  details?: ErrorDetails;
}

/** The sentence for `code`, with `{names}` filled from `details`; a name without a detail becomes empty. */
export function errorMessage(code: ErrorCode, details: ErrorDetails = {}): string {
  return ERRORS[code].message.replace(/\{(\w+)\}/g, (whole, name: string) => {
    const value = details[name];
    return value === undefined ? (name === '' ? whole : '') : String(value);
  });
}

export function failure(code: ErrorCode, details: ErrorDetails = {}, field?: string): Failure {
  return {
    code,
    message: errorMessage(code, details),
    ...(field === undefined ? {} : { field }),
    ...(Object.keys(details).length === 0 ? {} : { details }),
  };
}

/** Thrown by the core and the adapters; `dispatch` and the endpoint turn it into a reply. */
export class TokenTrayError extends Error {
  readonly failure: Failure;

  constructor(code: ErrorCode, details: ErrorDetails = {}, field?: string) {
    const value = failure(code, details, field);
    super(value.message);
    this.name = 'TokenTrayError';
    this.failure = value;
  }
}
