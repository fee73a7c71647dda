import { describe, expect, it } from 'vitest';
import { cause } from '../../../main/contract/causes/causes.ts';
import type { DoctorReport } from '../../../main/contract/doctor-report.ts';
import type { MediaAddress } from '../../../main/core/livekit-ports.ts';
import { startRun } from '../../../main/core/doctor/doctor-run.ts';
import { examineServer } from '../../../main/core/doctor/examine-server.ts';
import type { LiveKitServer } from '../../../main/core/livekit-ports.ts';
import { idleLiveKitServer } from '../../fixtures/memory-ports.ts';
import { aProject } from '../../fixtures/snapshot.ts';

type CauseCode = Parameters<typeof cause>[0];

const AWAY = 'wss://kit.example';

function tokenWith(claims: object): string {
  return `e30.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.c2ln`;
}

const TOKEN = tokenWith({ sub: 'alice', video: { room: 'demo' } });
const UDP: MediaAddress = { protocol: 'udp', address: '10.0.0.1', port: 50_000, reachable: true };
const TCP: MediaAddress = { protocol: 'tcp', address: '10.0.0.1', port: 7881, reachable: true };
const DEAD: MediaAddress = { ...UDP, port: 50_001, reachable: false };
const RELAY: MediaAddress = {
  protocol: 'udp',
  address: 'turn.example',
  port: 3478,
  reachable: true,
};

interface Given {
  url?: string;
  token?: string;
  secret?: string | undefined;
  isOwn?: boolean;
  isThorough?: boolean;
  hasJoined?: boolean;
  /** Codes that the examination of the token has found already. */
  found?: CauseCode[];
  server?: Partial<LiveKitServer>;
}

interface Examined extends DoctorReport {
  /** Each step with its state and its line. */
  steps: Record<string, [state: string, line: string]>;
  codes: string[];
  /** What was asked of the server, besides the token itself. */
  asked: string[];
}

async function examine({ server = {}, ...given }: Given): Promise<Examined> {
  const asked: string[] = [];
  const liveKitServer: LiveKitServer = {
    ...idleLiveKitServer,
    ...server,
    ask: (question) => {
      asked.push(`ask ${question.url}`);
      return (server.ask ?? idleLiveKitServer.ask)(question);
    },
    readRoom: (question) => {
      const { nbf, exp } = JSON.parse(
        Buffer.from(question.token.split('.')[1] ?? '', 'base64url').toString(),
      );
      asked.push(`room ${question.room} at ${nbf ?? exp}`);
      return (server.readRoom ?? idleLiveKitServer.readRoom)(question);
    },
    probeJoin: (question) => {
      asked.push(`join ${question.url}`);
      return (server.probeJoin ?? idleLiveKitServer.probeJoin)(question);
    },
  };
  const run = startRun(() => {});
  for (const code of given.found ?? []) run.add(cause(code, {}));
  const { url = AWAY, token = TOKEN, isOwn = false, isThorough = true, hasJoined } = given;
  const deps = {
    liveKitServer,
    machine: undefined,
    lanAddresses: () => [],
    ownNames: () => new Set<string>(),
    platform: 'linux',
    nowSeconds: () => 1000,
  };
  const rest = await examineServer(run, deps, aProject({ url, secret: { state: 'set' } }), {
    token,
    isThorough,
    secret: 'secret' in given ? given.secret : 'a-secret-of-this-project-0123456789',
    isOwn,
    ...(hasJoined === undefined ? {} : { hasJoined }),
  });
  const report = run.report(rest);
  return {
    ...report,
    steps: Object.fromEntries(report.checks.map(({ step, state, line }) => [step, [state, line]])),
    codes: report.causes.map(({ code }) => code),
    asked,
  };
}

describe('a server that takes the token', () => {
  it('is asked on one connection where only the result counts', async () => {
    const { steps } = await examine({ isThorough: false });
    expect(Object.keys(steps)).toEqual(['server', 'room', 'signal', 'media']);
  });

  it('is asked for the room and a join, and the report names project and version', async () => {
    const { steps, codes, asked, project, serverVersion, clockOffsetSeconds } = await examine({
      server: {
        ask: async () => ({ durationMs: 4 }),
        probeJoin: async () => ({ media: [UDP, TCP], signalMs: 12, serverVersion: '1.9.1' }),
      },
    });
    expect(codes).toEqual([]);
    expect(steps).toEqual({
      connection: ['ok', 'Connected: TCP 1 ms.'],
      server: ['ok', 'kit.example takes the token (4 ms).'],
      signal: ['ok', 'A join gets through to the server (12 ms).'],
      media: ['ok', 'Media reaches the server by UDP and TCP. It offers no TURN.'],
      room: ['ok', 'Room "demo" is not open yet.'],
    });
    expect(project?.url).toBe(AWAY);
    expect(serverVersion).toBe('1.9.1');
    expect(clockOffsetSeconds).toBeUndefined();
    expect(asked).toEqual([`ask ${AWAY}`, 'room demo at 1000', `join ${AWAY}`]);
  });

  it('does not look into a room for a token of our own or one without a room', async () => {
    expect((await examine({ isOwn: true })).steps).not.toHaveProperty('room');
    for (const video of [{ room: '' }, { room: 7 }, [], null, 'demo']) {
      const { asked } = await examine({ token: tokenWith({ video }) });
      expect(asked).toEqual([`ask ${AWAY}`, `join ${AWAY}`]);
    }
    expect((await examine({ token: 'nonsense' })).asked).toHaveLength(2);
  });

  it('is asked nothing more without the secret', async () => {
    expect((await examine({ secret: undefined })).asked).toEqual([`ask ${AWAY}`]);
  });

  it('may not let the room be read, which leaves it open', async () => {
    const failure = cause('timeout', {});
    const { steps, verdict } = await examine({ server: { readRoom: async () => ({ failure }) } });
    expect(steps['room']).toEqual([
      'unknown',
      `Who is in room "demo" could not be read. ${failure.sentence}`,
    ]);
    expect(verdict).toBe('unknown');
  });

  it.each([
    [true, ['removed']],
    [false, []],
    [undefined, []],
  ])('has the participant in the room no longer, seen before: %s', async (hasJoined, expected) => {
    const open = { participants: [], dispatches: [], maxParticipants: 0 };
    const given = hasJoined === undefined ? {} : { hasJoined };
    const { codes } = await examine({ server: { readRoom: async () => open }, ...given });
    expect(codes).toEqual(expected);
  });
});

describe('the clocks', () => {
  it.each([
    [undefined, undefined, []],
    [3, 'The clocks agree.', []],
    [-40, undefined, ['clock_drift']],
  ])('with an offset of %s s', async (offset, line, expected) => {
    const given = offset === undefined ? {} : { clockOffsetSeconds: offset };
    const { steps, codes, clockOffsetSeconds, asked } = await examine({
      server: { ask: async () => ({ durationMs: 1, ...given }) },
    });
    expect(clockOffsetSeconds).toBe(offset);
    if (line !== undefined) expect(steps['clock']).toEqual(['ok', line]);
    expect('clock' in steps).toBe(offset !== undefined);
    expect(codes).toEqual(expected);
    // The room is read with a token of the server's time.
    expect(asked[1]).toBe(`room demo at ${1000 - (offset ?? 0)}`);
  });

  it('are the cause where a fresh token is refused for its times, and that ends it', async () => {
    const expired = cause('token_expired', { ago: '2 min' });
    const ask: LiveKitServer['ask'] = async () => ({
      durationMs: 1,
      cause: expired,
      clockOffsetSeconds: -120,
    });
    const ours = await examine({ isOwn: true, server: { ask } });
    expect([ours.codes, ours.asked]).toEqual([['clock_skew'], [`ask ${AWAY}`]]);
    expect(ours.steps).not.toHaveProperty('clock');
    // A pasted token that has expired is refused for itself.
    const theirs = await examine({ found: ['token_expired'], server: { ask } });
    expect(theirs.codes).toContain('token_expired');
    expect(theirs.codes).not.toContain('clock_skew');
    expect((await examine({ server: { ask } })).codes).toEqual(['clock_skew']);
  });
});

describe('a refusal', () => {
  it.each<[CauseCode, boolean, number]>([
    ['connection_refused', false, 1],
    ['not_livekit', false, 1],
    ['wrong_secret', true, 1],
    ['wrong_secret', false, 3],
    ['server_at_limit', true, 2],
  ])('for %s of a token of ours (%s) asks %d times', async (code, isOwn, times) => {
    const ask: LiveKitServer['ask'] = async () => ({ durationMs: 1, cause: cause(code, {}) });
    const { asked, codes, steps } = await examine({ isOwn, server: { ask } });
    expect(asked).toHaveLength(times);
    expect(codes).toContain(code);
    expect(steps['server']?.[0]).toBe('failed');
  });

  it('is told as the token’s own examination tells it', async () => {
    const answer = { durationMs: 1, cause: cause('no_room_join', { detail: 'its words' }) };
    const server = { ask: async () => answer };
    const { steps } = await examine({ found: ['no_room_join'], server });
    expect(steps['server']?.[1]).toBe(cause('no_room_join', {}).sentence);
  });

  it('for a field that LiveKit’s schema has is the server’s age', async () => {
    const unknown = cause('room_config_invalid', { detail: 'unknown field "tags"' });
    const server = { ask: async () => ({ durationMs: 1, cause: unknown }) };
    const { codes, asked } = await examine({ server });
    expect([codes, asked]).toEqual([['server_too_old'], [`ask ${AWAY}`]]);
    const found: CauseCode[] = ['room_config_invalid'];
    expect((await examine({ found, server })).codes).toEqual(found);
  });
});

describe('a server that makes no rooms', () => {
  const server = { ask: async () => ({ durationMs: 1, roomMissing: true }) };

  it.each([
    [true, 'room_not_created'],
    [false, 'room_missing'],
  ])('a token of ours (%s): %s, and no join is tried', async (isOwn, code) => {
    const { codes, steps, asked } = await examine({ isOwn, server });
    expect(codes).toEqual([code]);
    expect(steps['signal']?.[0]).toBe('unknown');
    expect(asked.some((question) => question.startsWith('join'))).toBe(false);
  });
});

function joining(
  result: Awaited<ReturnType<LiveKitServer['probeJoin']>>,
  more: Given = {},
): Promise<Examined> {
  return examine({ ...more, server: { probeJoin: async () => result } });
}

describe('the join', () => {
  it('that fails has its cause, and nothing is known of media', async () => {
    const { codes, steps, serverVersion } = await joining({
      failure: cause('timeout', {}),
      media: [],
    });
    expect(codes).toEqual(['timeout']);
    expect(steps['signal']?.[0]).toBe('failed');
    expect(steps).not.toHaveProperty('media');
    expect(serverVersion).toBeUndefined();
  });

  it('goes to the same server with a WebSocket', async () => {
    expect((await examine({ url: 'https://kit.example' })).asked.at(-1)).toBe(`join ${AWAY}`);
  });

  it.each<[string, MediaAddress[], MediaAddress[] | undefined, string[], string]>([
    ['no address', [], undefined, [], 'The server offered no media address'],
    ['one that answers', [UDP], [], [], 'by UDP. It offers no TURN.'],
    ['a relay', [TCP], [RELAY], [], 'by TCP. Its TURN server answers.'],
    [
      'one that is silent',
      [UDP, DEAD],
      [],
      [],
      'From here these do not answer: udp 10.0.0.1:50001.',
    ],
    ['a relay that is silent', [UDP], [{ ...RELAY, reachable: false }], ['turn_unreachable'], ''],
    ['one relay of two', [UDP], [RELAY, { ...RELAY, reachable: false }], [], 'by UDP.'],
    ['none that answers', [DEAD], [], ['no_media_path'], ''],
    [
      'nothing at all that answers',
      [DEAD],
      [{ ...RELAY, reachable: false }],
      ['no_media_path', 'turn_unreachable'],
      '',
    ],
  ])('offers %s', async (_what, media, turn, codes, line) => {
    const found = await joining({ media, ...(turn === undefined ? {} : { turn }) });
    expect(found.codes.toSorted()).toEqual(codes);
    expect(found.steps['media']?.[1]).toContain(line);
    expect(found.steps['signal']?.[1]).toContain('(0 ms)');
  });

  it.each([
    ['1.7.9', true],
    ['1.8.0', false],
    ['0.15.2', true],
    ['2.0.0', false],
    ['dev', false],
    [undefined, false],
  ])('of version %s ignores a room configuration: %s', async (version, ignores) => {
    const token = tokenWith({ video: {}, roomConfig: { tags: {} } });
    const result = { media: [UDP], ...(version === undefined ? {} : { serverVersion: version }) };
    const { codes, serverVersion } = await joining(result, { token });
    expect(codes).toEqual(ignores ? ['room_config_ignored'] : []);
    expect(serverVersion).toBe(version);
    expect((await joining(result)).codes).toEqual([]);
  });
});
