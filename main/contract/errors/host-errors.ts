/** What the machine, the data folder or the window's connection does not allow. */
export const HOST_ERRORS = {
  device_tool_failed: { status: 409, message: '{tool} did not do that: {reason}' },
  // The machine.
  port_in_use: {
    status: 409,
    message:
      'Port {port} is taken{owner}. Stop the other program, or choose another port, such as {suggestion}.',
  },
  port_forbidden: {
    status: 409,
    message:
      'The system does not allow this program to use port {port}. Choose another one, such as {suggestion}.',
  },
  port_reserved: {
    status: 409,
    message:
      'Windows reserves port {port}, often for Hyper-V, WSL or Docker. Choose another one, such as {suggestion}. It shows the reserved ranges with: netsh int ipv4 show excludedportrange protocol=tcp',
  },
  address_unavailable: {
    status: 409,
    message:
      'This machine does not have the address {address} right now. Check the network and try again.',
  },
  port_shadowed: {
    status: 409,
    message:
      'Another program answers on {address}:{port}. Stop it, or choose another port, such as {suggestion}.',
  },
  port_unreachable: {
    status: 409,
    message:
      'Port {port} was opened, but {address} does not answer there. A firewall or a proxy on this machine may be blocking it.',
  },
  endpoint_stopped: {
    status: 409,
    message: 'The endpoint is not serving. Start it, then send the request again.',
  },
  replay_unanswered: {
    status: 409,
    message:
      'The request was sent again but got no answer. Its line in Activity says why, such as an armed drill.',
  },
  settings_locked: {
    status: 409,
    message:
      'Another Token Tray is using the folder {folder} (process {pid}{on}). Quit it, or choose another folder with --data-dir.',
  },
  configuration_unusable: { status: 503, message: '{name} {reason}' },
  data_folder_unknown: {
    status: 503,
    message:
      '{variable} is not set, so the data folder is not known. Set it, or name a folder with --data-dir.',
  },
  data_folder_unusable: {
    status: 503,
    message: 'The data folder {folder} cannot be used: {reason}',
  },
  settings_unwritable: {
    status: 503,
    message: 'The settings cannot be saved: {reason} Nothing was changed.',
  },
  settings_newer: {
    status: 503,
    message:
      'The settings were written by a newer Token Tray (version {version} of the file). They are read-only here: update the app.',
  },
  backups_undeletable: {
    status: 503,
    message: 'Not every backup of the settings could be deleted: {reason}',
  },
  secret_unwritable: {
    status: 503,
    message: 'The secret cannot be saved: {reason} Nothing was changed.',
  },
  change_half_undone: {
    status: 500,
    message: 'The change failed: {reason} It could not be undone completely: {left}',
  },
  lan_key_waiting: {
    status: 503,
    message:
      'The key store has not answered yet, so the LAN key is not known. Try again in a moment.',
  },
  server_unreachable: { status: 502, message: '{url} does not answer: {reason}' },
  lk_missing: {
    status: 501,
    message: 'LiveKit’s command line tool (lk) is not on this machine. Install it, then try again.',
  },
  lk_failed: { status: 502, message: 'lk could not sign in: {reason}' },
  lk_added_nothing: {
    status: 409,
    message: 'lk ended without adding a project. Try again, and choose a project in the browser.',
  },
  lk_too_slow: {
    status: 504,
    message: 'The sign-in was not finished within {minutes} minutes. Try again.',
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
  room_link_used: {
    status: 410,
    message:
      'This link was used before, or is older than a minute. Join again from Room in Token Tray.',
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
} as const;
