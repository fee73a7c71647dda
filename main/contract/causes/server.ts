/** What only the LiveKit server knows. Most important first. */
export const SERVER_CAUSES = {
  unknown_api_key: {
    level: 'cause',
    sentence: 'The server does not know the API key {key}.',
    fix: 'Use the URL that belongs to this key’s project, or the key that belongs to this URL.',
  },
  clock_skew: {
    level: 'cause',
    sentence: 'The clocks of this machine and the server are {seconds} s apart; {whose}.',
    fix: 'Sync the clock that is wrong with network time.',
  },
  server_too_old: {
    level: 'cause',
    sentence:
      'The server is too old for "{field}" in the room configuration, and refuses every token that has it.',
    fix: 'Use a leaner token (Projects, Access), or update the server.',
  },
  refused: {
    level: 'cause',
    sentence: 'The server refuses the token (status {status}): {reason}',
    fix: 'Compare the token’s claims with what the server expects.',
  },
  room_missing: {
    level: 'cause',
    sentence:
      'Room "{room}" does not exist, and this server does not create rooms when someone joins.',
    fix: 'Create the room first with the server API; roomCreate in a joining token does not help.',
  },
  room_full: {
    level: 'cause',
    sentence: 'Room "{room}" is full: {count} of {limit} participants.',
    fix: 'Raise maxParticipants, or wait until someone leaves.',
  },
  server_at_limit: {
    level: 'cause',
    sentence: 'The server is at its configured limit and takes no new participants now.',
    fix: 'Raise the server’s limit, or try again later. The token is fine.',
  },
  signal_refused: {
    level: 'cause',
    sentence: 'The server accepts the token but closes the connection ({reason}).',
    fix: 'Check the server’s log.',
  },
  duplicate_identity: {
    level: 'warning',
    sentence:
      '"{identity}" is in room "{room}" already. The next one to join throws the first one out.',
    fix: 'Give each device its own identity.',
  },
  removed: {
    level: 'warning',
    sentence:
      '"{identity}" joined and is no longer in room "{room}": it left, lost its connection or was removed.',
    fix: 'The token lets it join again. Use short lifetimes if a removal should last.',
  },
  room_deleted: {
    level: 'warning',
    sentence: '"{identity}" joined, and room "{room}" is gone: it was deleted, or everyone left.',
    fix: 'Join again: the server creates the room again, unless it never creates rooms on join.',
  },
  room_closed: {
    level: 'cause',
    sentence: 'Room "{room}" is not open.',
    fix: 'It opens when someone joins, or when you make it.',
  },
  room_open: {
    level: 'cause',
    sentence: 'Room "{room}" is open already, and an open room keeps its limit.',
    fix: 'Close the room first, or take another name.',
  },
  participant_gone: {
    level: 'cause',
    sentence: '"{identity}" is not in room "{room}".',
    fix: 'Wait until it has joined, or check whether its identity changed.',
  },
  track_gone: {
    level: 'cause',
    sentence: '"{identity}" does not publish this track any more.',
    fix: 'Choose one of the tracks that it publishes now.',
  },
  unmute_refused: {
    level: 'cause',
    sentence: 'This server lets only the participant itself unmute a track.',
    fix: 'Set room.enable_remote_unmute to true in the server’s configuration.',
  },
  change_refused: {
    level: 'cause',
    sentence: 'The server refuses the change (status {status}): {reason}',
    fix: 'Check the server’s log.',
  },
  dispatch_not_created: {
    level: 'warning',
    sentence: 'Room "{room}" exists already, so the token’s agent "{agent}" is not dispatched.',
    fix: 'Use a fresh room, or dispatch the agent with the server API.',
  },
  agent_not_running: {
    level: 'warning',
    sentence: 'Agent "{agent}" was asked for, but no worker took the job.',
    fix: 'Start the agent’s worker, or correct its name.',
  },
  clock_drift: {
    level: 'warning',
    sentence: 'The clocks of this machine and the server are {seconds} s apart; {whose}. {effect}',
    fix: 'Sync the clock that is wrong with network time.',
  },
  room_config_ignored: {
    level: 'warning',
    sentence:
      'The server is LiveKit {version}, which ignores the room configuration of a token, its agents too.',
    fix: 'Update the server, or create rooms and dispatch agents with the server API.',
  },
  room_not_created: {
    level: 'warning',
    sentence: 'This server does not create rooms when someone joins.',
    fix: 'Create each room first with the server API.',
  },
} as const;
