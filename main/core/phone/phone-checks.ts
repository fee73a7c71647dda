import { randomBytes } from 'node:crypto';
import { cause, causeOfFailure } from '../../contract/causes/causes.ts';
import type { Cause } from '../../contract/causes/causes.ts';
import {
  PHONE_HOPS,
  type PhoneCheck,
  type PhoneHop,
  type PhoneHopName,
  type PhoneReport,
} from '../../contract/phone-check.ts';
import { clientOf } from '../activity/client-of.ts';
import { isSameSecret } from '../secret-text.ts';
import type { CheckVisitor, IssuedAnswer, IssueResult, TokenRequest } from '../ports.ts';

/** After this long without a phone the sheet says what may be in its way. */
const NOT_SEEN_AFTER_MS = 15_000;
/** LiveKit's client gives up on a connection before that. */
const GONE_AFTER_MS = 30_000;
/** A sheet that was left open closes by itself. */
const CLOSES_AFTER_MS = 10 * 60_000;

export interface PhoneChecks {
  /** Begins a check and ends an earlier one. Answers the code that lets one phone in. */
  open(): string;
  close(): void;
  /** The check as a part of the snapshot; empty while none is open. */
  shown(): { phone?: PhoneCheck };
  /** The endpoint's side. */
  visitor: CheckVisitor;
}

export interface PhoneChecksDeps {
  issue(request: TokenRequest): IssueResult;
  /** Why the phone did not get further than `hop`, with what it was given. */
  findCause(
    failed: { hop: PhoneHopName; detail: string },
    issued: IssuedAnswer | undefined,
  ): Promise<Cause>;
  port(): number;
  onChange(): void;
}

interface RunningCheck {
  id: string;
  /** Until a phone has used it. */
  code: string | undefined;
  session: string | undefined;
  client?: string;
  hops: Map<PhoneHopName, PhoneHop>;
  issued?: IssuedAnswer;
}

/** One check of a phone's way at a time: who may take part, what it reported, and why it failed. */
export function createPhoneChecks(deps: PhoneChecksDeps): PhoneChecks {
  let check: RunningCheck | undefined;
  let patience: NodeJS.Timeout | undefined;
  let closing: NodeJS.Timeout | undefined;

  const setHop = (running: RunningCheck, changed: PhoneHop): void => {
    running.hops.set(changed.hop, changed);
    deps.onChange();
  };

  /** Says why nothing more comes, of the hop that it would have to come from. */
  const watch = (running: RunningCheck, ms: number, why: () => Cause): void => {
    clearTimeout(patience);
    patience = after(ms, () => {
      const open = [...running.hops.values()].find(({ state }) => state !== 'ok');
      if (check !== running || open === undefined || open.state === 'failed') return;
      setHop(running, { ...open, cause: why() });
    });
  };

  const stayOpen = (): void => {
    clearTimeout(closing);
    closing = after(CLOSES_AFTER_MS, close);
  };

  function close(): void {
    clearTimeout(patience);
    clearTimeout(closing);
    if (check === undefined) return;
    check = undefined;
    deps.onChange();
  }

  /** A failed hop is shown at once, and with its cause as soon as that is found. */
  const fail = async (
    running: RunningCheck,
    hop: PhoneHop,
    why: Cause | Promise<Cause>,
  ): Promise<void> => {
    clearTimeout(patience);
    setHop(running, hop);
    setHop(running, { ...hop, cause: await why });
  };

  return {
    shown: () => (check === undefined ? {} : { phone: viewOf(check) }),
    close,
    open() {
      const code = randomBytes(16).toString('base64url');
      const running: RunningCheck = {
        id: randomBytes(4).toString('hex'),
        code,
        session: undefined,
        hops: new Map(PHONE_HOPS.map((hop) => [hop, { hop, state: 'waiting' }])),
      };
      check = running;
      stayOpen();
      watch(running, NOT_SEEN_AFTER_MS, () => cause('phone_not_seen', { port: deps.port() }));
      deps.onChange();
      return code;
    },

    visitor: {
      isOpen: () => check !== undefined,

      enter(code, userAgent) {
        if (check?.code === undefined || !isSameSecret(code, check.code)) return undefined;
        check.code = undefined;
        check.session = randomBytes(16).toString('base64url');
        check.client = clientOf(userAgent).client;
        stayOpen();
        watch(check, GONE_AFTER_MS, () => cause('phone_gone'));
        setHop(check, { hop: 'endpoint', state: 'running' });
        return check.session;
      },

      isIn: (session) => check?.session !== undefined && isSameSecret(session, check.session),

      async token(raw) {
        const running = check;
        const result = deps.issue({
          raw,
          // In a room of its own, unless the project's policy says otherwise.
          fields: { roomName: `phone-check-${running?.id ?? ''}`, unknown: [] },
          nameIsIdentity: false,
        });
        if (running === undefined) return result;
        if (result.ok) running.issued = result.answer;
        else {
          const failed = { hop: 'token', state: 'failed' } as const;
          await fail(running, failed, causeOfFailure(result.failure));
        }
        return result;
      },

      async report({ hop, state, ms, detail }: PhoneReport) {
        const running = check;
        if (running === undefined) return undefined;
        stayOpen();
        const reported: PhoneHop = {
          hop,
          state,
          ...(ms === undefined ? {} : { ms: Math.round(ms) }),
          ...(detail === undefined || state === 'failed' ? {} : { detail }),
        };
        const known = running.hops.get(hop)?.cause;
        if (state === 'failed') {
          const why = known ?? deps.findCause({ hop, detail: detail ?? '' }, running.issued);
          await fail(running, reported, why);
        } else {
          watch(running, GONE_AFTER_MS, () => cause('phone_gone'));
          setHop(running, reported);
        }
        return viewOf(running);
      },
    },
  };
}

function viewOf({ id, hops, client }: RunningCheck): PhoneCheck {
  return { id, hops: [...hops.values()], ...(client === undefined ? {} : { client }) };
}

function after(ms: number, action: () => void): NodeJS.Timeout {
  return setTimeout(action, ms).unref();
}
