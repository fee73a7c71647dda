import { hostname } from 'node:os';
import type { RequestHandler } from 'express';
import type { GuardRule } from '../../contract/activity.ts';
import { failure, type Failure } from '../../contract/errors.ts';
import { MAX_BODY_BYTES } from '../../contract/limits-and-defaults.ts';
import type { AccessSettings, EndpointCore } from '../../core/ports.ts';
import {
  checkExpectation,
  checkSpeculation,
  checkTarget,
  singleHost,
} from '../../server/request-checks.ts';
import { corsHeaders } from '../answer/cors.ts';
import { beginExchange, refuse, type Exchange } from '../exchange.ts';
import { isPageForPeople } from '../routes/landing-page.ts';
import { HEALTH_PATH, isCheckPath, isTokenPath, OPENAPI_PATH } from '../routes/paths.ts';
import {
  checkBrowserLoad,
  checkHost,
  checkKey,
  checkOrigin,
  type Blocked,
} from './caller-checks.ts';
import { createRateLimiter, type RateLimiter } from './rate.ts';

interface Visit {
  exchange: Exchange;
  access: AccessSettings;
  limiter: RateLimiter;
  /** The machine's own name, as the system tells it. */
  machineName: string;
  /** Whether the phone check is open. */
  checkIsOpen: boolean;
}

type Guard = (visit: Visit) => Blocked | undefined;

/**
 * Every guard, in the order in which each may trust the ones before it. They all run before a byte of the
 * body is read, on every path, and parse no more of the head than their question needs.
 */
const GUARDS: readonly Guard[] = [
  target,
  host,
  expectation,
  speculation,
  page,
  rate,
  key,
  bodySize,
];

/** Puts each request through the guards. One that is stopped is refused, and its connection ends. */
export function guardRequests(core: EndpointCore): RequestHandler {
  const limiter = createRateLimiter(() => performance.now());
  const machineName = hostname();
  return (request, response, next) => {
    const exchange = beginExchange(request, response);
    const access = core.access();
    const checkIsOpen = core.check.isOpen();
    const visit: Visit = { exchange, access, limiter, machineName, checkIsOpen };
    for (const guard of GUARDS) {
      const blocked = guard(visit);
      if (blocked === undefined) continue;
      const { failure: why, ...rule } = blocked;
      refuse(core, exchange, why, { blocked: rule, headers: pageHeaders(visit) });
      return;
    }
    request.url = exchange.raw.path;
    next();
  };
}

/** Lets an allowed page read why it is refused, also by a guard that comes before the one that looks at the page. */
function pageHeaders({ exchange, access }: Visit): readonly string[] {
  const { origin } = exchange.request.headers;
  if (origin === undefined || exchange.isAllowedPage) return [];
  // The Host may not have passed yet, so a page of the same name is a stranger.
  return checkOrigin(origin, '', access) === undefined ? corsHeaders(origin, false) : [];
}

function target({ exchange: { raw } }: Visit): Blocked | undefined {
  return blockedBy('host', checkTarget(raw.target));
}

/** From here on the activity shows the host in its canonical spelling. */
function host({ exchange, access, machineName }: Visit): Blocked | undefined {
  const { request, raw } = exchange;
  const { allowedHosts, lan } = access;
  const port = request.socket.localPort ?? 0;
  const found = checkHost(singleHost(request.rawHeaders), { allowedHosts, lan, machineName, port });
  if (!('hostname' in found)) return found;
  raw.caller.host = found.hostname;
  return undefined;
}

function expectation({ exchange: { request } }: Visit): Blocked | undefined {
  return blockedBy('request', checkExpectation(request.headers));
}

function speculation({ exchange: { request } }: Visit): Blocked | undefined {
  return blockedBy('speculation', checkSpeculation(request.headers));
}

/** Which page asks, if any. An allowed one gets the headers by which it may read the answer. */
function page({ exchange, access }: Visit): Blocked | undefined {
  const { request, raw } = exchange;
  const { origin } = request.headers;
  if (origin === undefined) {
    return checkBrowserLoad(request.headers, {
      hostname: raw.caller.host,
      isPageForPeople: isForPeople(exchange),
      access,
    });
  }
  const blocked = checkOrigin(origin, raw.caller.host, access);
  if (blocked !== undefined) return blocked;
  exchange.isAllowedPage = true;
  exchange.headers = [...exchange.headers, ...corsHeaders(origin, isTokenPath(raw.path))];
  return undefined;
}

/** Callers on this machine share one address and are never limited. */
function rate({ exchange: { raw }, limiter }: Visit): Blocked | undefined {
  const { from, address } = raw.caller;
  return from === 'lan' ? limiter.take(address) : undefined;
}

/** A wrong key is counted, so that guessing one is slow. */
function key({ exchange, access, limiter, checkIsOpen }: Visit): Blocked | undefined {
  if (needsNoKey(exchange) || (checkIsOpen && isCheckPath(exchange.raw.path))) return undefined;
  const { raw } = exchange;
  const blocked = checkKey(raw, access);
  const { authorization, 'x-sandbox-id': id } = raw.headers;
  const hasTried = authorization !== undefined || id !== undefined;
  if (blocked !== undefined && raw.caller.from === 'lan' && hasTried) {
    limiter.wrongKey(raw.caller.address);
  }
  return blocked;
}

/**
 * Preflights cannot carry a key; `/health` and the page for people hold nothing that would need one. An open phone
 * check has a code of its own.
 */
function needsNoKey(exchange: Exchange): boolean {
  const { method, path, caller } = exchange.raw;
  const isDescription = path === OPENAPI_PATH && caller.from === 'loopback';
  return method === 'OPTIONS' || path === HEALTH_PATH || isDescription || isForPeople(exchange);
}

/** By the length it announces. A body without a length is counted as it is read. */
function bodySize({ exchange: { request } }: Visit): Blocked | undefined {
  const length = request.headers['content-length'];
  return length !== undefined && Number(length) > MAX_BODY_BYTES
    ? { rule: 'size', failure: failure('body_too_large', { limit: MAX_BODY_BYTES }) }
    : undefined;
}

function isForPeople({ raw, request }: Exchange): boolean {
  return isPageForPeople(raw, request.headers.accept);
}

function blockedBy(rule: GuardRule, problem: Failure | undefined): Blocked | undefined {
  return problem === undefined ? undefined : { rule, failure: problem };
}
