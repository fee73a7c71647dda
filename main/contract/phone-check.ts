import * as v from 'valibot';
import type { Cause } from './causes/causes.ts';

/** A phone's way from the endpoint into a room. */
export const PHONE_HOPS = ['endpoint', 'token', 'signal', 'media', 'joined'] as const;

export type PhoneHopName = (typeof PHONE_HOPS)[number];

/** `waiting`: nothing is known yet. */
export interface PhoneHop {
  hop: PhoneHopName;
  state: 'waiting' | 'running' | 'ok' | 'failed';
  /** How long it took on the phone, in milliseconds. */
  ms?: number;
  /** Such as `UDP` for media. */
  detail?: string;
  /** Why it failed, or why nothing may be coming. */
  cause?: Cause;
}

/** What the window shows while the sheet is open. The code is not in it. */
export interface PhoneCheck {
  id: string;
  hops: PhoneHop[];
  /** The phone's browser or system, once it has opened the page. */
  client?: string;
}

/** A page for the phone, at one of this machine's addresses. */
export interface PhoneLink {
  address: string;
  /** The interface of that address, such as `en0`. */
  interfaceName?: string;
  url: string;
}

/** What the page on the phone reports of a hop. */
export const PhoneReportSchema = v.strictObject({
  hop: v.picklist(PHONE_HOPS),
  state: v.picklist(['running', 'ok', 'failed']),
  ms: v.exactOptional(v.pipe(v.number(), v.minValue(0), v.maxValue(600_000))),
  detail: v.exactOptional(v.pipe(v.string(), v.maxLength(300))),
});

export type PhoneReport = v.InferOutput<typeof PhoneReportSchema>;

/** The page; its parts are below this path. */
export const CHECK_PATH = '/check';
