import type { DoctorCheck, DoctorStep } from '../../../main/contract/doctor-report.ts';

export const words = {
  title: 'Why doesn’t it join?',
  hint: 'Paste a token to check it, or leave this empty to check a project. Token Tray reads the token, asks the LiveKit server, and tries to join.',
  token: 'Token',
  tokenPlaceholder: 'eyJhbGciOi…',
  project: 'Project',
  fromToken: 'The one that signed the token',
  active: (name: string) => `${name} (active)`,
  run: 'Find the cause',
  running: 'Looking…',
  of: {
    token: 'Checking the token from the list',
    request: 'Checking the request',
    project: 'Checking the project',
  },
  other: 'Check something else',
  why: 'Why doesn’t it join?',
  healthy: 'Nothing is wrong',
  healthyText: (version: string | undefined) =>
    version === undefined
      ? 'The token would be accepted.'
      : `LiveKit ${version} accepts the token, a test join works, and media reaches the server.`,
  unknown: 'No problem found, but not everything could be checked',
  lean: 'Use a leaner token',
  leanDone: 'New tokens for this project leave it out. Get one and check again.',
  stepsLabel: 'Checks',
  claims: 'Claims',
  signedBy: (name: string) => `Signed with the secret of project “${name}”.`,
  code: 'Cause',
  command: 'command',
  ms: (value: number) => `${value} ms`,
  steps: {
    request: 'Request',
    secret: 'Secret',
    token: 'Token',
    connection: 'Connection',
    server: 'Server',
    clock: 'Clock',
    room: 'Room',
    signal: 'Signaling',
    media: 'Media',
    machine: 'This machine',
  } satisfies Record<DoctorStep, string>,
  states: { ok: 'OK', warning: 'Note', failed: 'Problem', unknown: 'Not checked' } satisfies Record<
    DoctorCheck['state'],
    string
  >,
} as const;
