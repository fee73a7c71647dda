import { randomBytes } from 'node:crypto';
import type { FieldReport, IssuedToken } from '../../contract/activity.ts';
import type { DrillCode } from '../../contract/drills.ts';
import type { ClaimsInput } from '../access-token.ts';

/** A token as it is about to be signed. */
interface TokenDraft extends ClaimsInput {
  secret: string;
}

/** LiveKit accepts a token until a minute after `exp`. */
const EXPIRED_FOR_SECONDS = 120;
const SOON_SECONDS = 30;
/** LiveKit accepts a token from a minute before `nbf`. */
const AHEAD_SECONDS = 600;

type Twin = Pick<IssuedToken, 'room' | 'identity'>;
type Fault = (draft: TokenDraft, twin: Twin | undefined) => Partial<TokenDraft>;

const FAULTS: Partial<Record<DrillCode, Fault>> = {
  expired: ({ nowSeconds, ttlSeconds }) => ({
    nowSeconds: nowSeconds - EXPIRED_FOR_SECONDS - ttlSeconds,
  }),
  'expires-soon': () => ({ ttlSeconds: SOON_SECONDS }),
  'not-yet-valid': ({ nowSeconds }) => ({ nowSeconds: nowSeconds + AHEAD_SECONDS }),
  'wrong-signature': () => ({ secret: randomBytes(32).toString('base64url') }),
  'wrong-key': () => ({ apiKey: 'APIdrillWrongKey' }),
  'no-join': ({ grants }) => ({
    grants: { ...grants, video: { ...grants.video, roomJoin: false } },
  }),
  'view-only': ({ grants }) => ({
    grants: {
      ...grants,
      video: {
        ...grants.video,
        roomJoin: true,
        canSubscribe: true,
        canPublish: false,
        canPublishData: false,
        canUpdateOwnMetadata: false,
      },
    },
  }),
  'empty-identity': ({ subject }) => ({ subject: { ...subject, identity: '' } }),
  'duplicate-identity': ({ subject }, twin) => ({
    subject: { ...subject, ...(twin && { room: twin.room, identity: twin.identity }) },
  }),
  'another-room': ({ subject }) => ({
    subject: { ...subject, room: `another-room-${randomBytes(3).toString('hex')}` },
  }),
};

/**
 * The draft with the fault of `code` in it; as it was where the fault is not in the token.
 *
 * @param twin the token whose room and identity are repeated by `duplicate-identity`
 */
export function withTokenDrill(
  code: DrillCode,
  draft: TokenDraft,
  twin: Twin | undefined,
): TokenDraft {
  return { ...draft, ...FAULTS[code]?.(draft, twin) };
}

/** What the request was granted, with the room and identity that the drill put in their place. */
export function reportDrill(
  reports: readonly FieldReport[],
  issued: Pick<IssuedToken, 'room' | 'identity'>,
): FieldReport[] {
  const drilled: Readonly<Record<string, string>> = {
    room_name: issued.room,
    participant_identity: issued.identity,
  };
  return reports.map((report) => {
    const granted = drilled[report.field];
    return granted === undefined || granted === report.granted
      ? report
      : { ...report, granted, reason: 'drill' };
  });
}

/** A name that never resolves (RFC 2606). */
const NO_SUCH_HOST = 'wss://wrong-server-url.invalid';
/** A port that is assigned to no service and that browsers do not block, so that the connection is refused. */
const UNUSED_PORT = 4;

/** The URL of the LiveKit server with the fault of `code`; `undefined` where the fault is elsewhere. */
export function serverUrlOfDrill(
  code: DrillCode | undefined,
  callerHost: string,
): string | undefined {
  if (code === 'wrong-url') return NO_SUCH_HOST;
  if (code !== 'no-server') return undefined;
  return `ws://${callerHost.includes(':') ? `[${callerHost}]` : callerHost}:${UNUSED_PORT}`;
}
