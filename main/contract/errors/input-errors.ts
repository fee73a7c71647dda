/** What is wrong with what a person typed, chose or imported, in the window or on the command line. */
export const INPUT_ERRORS = {
  // What a person types.
  invalid_input: { status: 400, message: '{detail}' },
  unknown_call: { status: 404, message: 'There is no call named "{name}".' },
  unknown_item: {
    status: 404,
    message: 'This {kind} is gone. It may have been removed in another window.',
  },
  conflict: {
    status: 409,
    message: 'This {kind} was changed elsewhere. Check the newer version, then save again.',
  },
  app_folder_unknown: {
    status: 400,
    message:
      'The package.json in {folder} names no framework whose .env file is known (Next.js, Vite, Expo, Nuxt, SvelteKit, Astro, Create React App). Paste the snippet instead.',
  },
  app_file_unreadable: {
    status: 409,
    message: '{file} cannot be read: {reason}. Nothing was changed.',
  },
  app_file_unwritable: {
    status: 409,
    message: '{file} could not be written: {reason}. Nothing was changed.',
  },
  name_missing: { status: 400, message: 'Enter a name.' },
  name_too_long: { status: 400, message: 'Use at most 80 characters.' },
  text_unfit: {
    status: 400,
    message: 'There is {character} at position {position}. Remove it.',
  },
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
  url_credentials: {
    status: 400,
    message:
      'Leave user name and password out of the URL. The API key and secret have their own fields.',
  },
  url_host: { status: 400, message: 'The URL names a host that cannot exist. {problem}' },
  url_dashboard: {
    status: 400,
    message:
      "This is a page on LiveKit's website. The project's URL is on the Cloud dashboard under Settings → API keys, as wss://….livekit.cloud.",
  },
  url_token_endpoint: {
    status: 400,
    message: 'This is the URL of a token endpoint. Enter the URL of the LiveKit server itself.',
  },
  api_key_missing: { status: 400, message: 'Enter the API key.' },
  api_key_invalid: { status: 400, message: 'The API key may not contain spaces. Copy it again.' },
  api_secret_missing: { status: 400, message: 'Enter the API secret.' },
  api_secret_invalid: {
    status: 400,
    message: 'The API secret may not contain spaces. Copy it again.',
  },
  credential_too_long: { status: 400, message: 'This is too long for the {field}.' },
  credential_characters: {
    status: 400,
    message: 'The {field} contains an invisible character. Type it, or copy it again.',
  },
  credential_placeholder: {
    status: 400,
    message: 'The {field} is a placeholder. Replace it with the real one.',
  },
  credential_masked: {
    status: 400,
    message:
      'The {field} is masked: dots or stars instead of letters. Reveal it first, then copy it; if it is shown only once, create a new key.',
  },
  credential_reference: {
    status: 400,
    message:
      'The {field} only points to a value kept elsewhere, such as in a password manager. Enter the value itself.',
  },
  credential_is_other: { status: 400, message: 'This is {found}, not the {field}.' },
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
    message: '"{word}" is not a template word. The words are {known}.',
  },
  agent_name_missing: {
    status: 400,
    message:
      'Enter the name that the agent registered with. A worker without a name needs no entry: it joins every new room whose token names no agent (automatic dispatch).',
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
  shortcut_invalid: {
    status: 400,
    message: 'Use modifiers and a key, such as Control+Shift+K.',
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
  file_not_written: {
    status: 409,
    message: '{file} cannot be written: {reason} Nothing was changed.',
  },
  not_supported: { status: 501, message: 'This host cannot do that: {reason}' },
  reading_gone: {
    status: 409,
    message: 'The pasted text is no longer kept. Paste it again.',
  },
  clipboard_empty: {
    status: 400,
    message: 'The clipboard has no LiveKit project: {reason}',
  },
  import_unreadable: { status: 400, message: '{file} cannot be read: {reason}' },
  import_empty: { status: 400, message: '{file} has no LiveKit project: {reason}' },
  // What the command line says.
  secret_in_argument: {
    status: 400,
    message:
      'Do not pass a secret as an argument: other programs can read it, and the shell keeps it in its history. Use the prompt, --api-secret-stdin, --api-secret-file or LIVEKIT_API_SECRET. If other people use this computer, replace the secret.',
  },
  secret_file_unreadable: { status: 400, message: '{file} cannot be read: {reason}' },
  option_missing: { status: 400, message: '{option} is missing. {remedy}' },
  option_invalid: { status: 400, message: '{option} {problem}' },
  options_exclude: { status: 400, message: 'Use {option} or {other}, not both.' },
  environment_project_unusable: {
    status: 400,
    message: 'The project from the environment cannot be used. {names}: {reason}',
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
  already_serving: {
    status: 409,
    message:
      'Token Tray (process {pid}) already serves {folder} at {url}. Use that one, stop it first, or choose another folder with --data-dir.',
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
} as const;
