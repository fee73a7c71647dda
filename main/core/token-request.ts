import type { Caller, GuardRule } from '../contract/activity.ts';
import type { Failure } from '../contract/errors.ts';
import type { JsonObject } from '../contract/json.ts';

/** A request as it came, for the activity and for a replay. */
export interface RawRequest {
  /** Milliseconds since the epoch, fractional: when the head had arrived. */
  receivedAt: number;
  method: string;
  /** The target as sent, query included. */
  target: string;
  /** The path a route is chosen by. */
  path: string;
  headers: Readonly<Record<string, string | string[] | undefined>>;
  body: string;
  caller: Caller;
}

/** The fields of LiveKit's TokenSourceRequest, checked. An empty string, null and an absent field are the same: absent. */
export interface RequestFields {
  roomName?: string;
  participantIdentity?: string;
  participantName?: string;
  participantMetadata?: string;
  participantAttributes?: Record<string, string>;
  /** As sent, either casing inside; checked against LiveKit's schema when the token is made. */
  roomConfig?: JsonObject;
  /** Fields that no client of LiveKit's sends, by name. They are ignored, and the activity says so. */
  unknown: string[];
}

/** What the endpoint asks the core for. */
export interface TokenRequest {
  raw: RawRequest;
  fields: RequestFields;
  /** `?project=` */
  projectSlug?: string;
  /** `?preset=` */
  presetSlug?: string;
  /** `X-Sandbox-ID`, with everything but letters and digits trimmed from its edges. */
  tokenServerId?: string;
  /** The older routes define `participantName` as the identity. */
  nameIsIdentity: boolean;
}

export interface IssuedAnswer {
  serverUrl: string;
  token: string;
  roomName: string;
  participantIdentity: string;
  participantName: string;
}

export type IssueResult = { ok: true; answer: IssuedAnswer } | { ok: false; failure: Failure };

/** Who may ask, as the guards read it before each request. */
export interface AccessSettings {
  allowedOrigins: ReadonlySet<string>;
  allowedHosts: ReadonlySet<string>;
  allowNullOrigin: boolean;
  lan: boolean;
  /** Asked of callers that are not on this machine. `undefined` while LAN is off or the key is switched off. */
  lanKey: string | undefined;
  /** The same key whether LAN is on or off: a project may ask it of callers on this machine. */
  key: string;
  /** Whether a project asks its key of callers on this machine too: by `tokenServerId` of the request, or slug, or active. */
  requiresKey(selection: { projectSlug?: string; tokenServerId?: string }): boolean;
  /** Whether some project has this token server ID: on the LAN that is a key. */
  isTokenServerId(id: string): boolean;
}

/** The core as the public endpoint sees it. */
export interface EndpointCore {
  access(): AccessSettings;
  /** Resolves, mints and records. Never throws. */
  issue(request: TokenRequest): IssueResult;
  /** Records a request that got no token before it reached `issue`. */
  refuse(
    raw: RawRequest,
    failure: Failure,
    blocked?: { rule: GuardRule; remedy?: { kind: 'origin' | 'host'; value: string } },
  ): void;
}
