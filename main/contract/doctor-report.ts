import type { Cause } from './causes/causes.ts';
import type { JsonObject } from './json.ts';

/** What the doctor looks at, in this order. */
export type DoctorStep =
  | 'request'
  | 'secret'
  | 'token'
  | 'connection'
  | 'server'
  | 'clock'
  | 'room'
  | 'signal'
  | 'media'
  | 'machine';

/** The result of a step. `unknown`: it could not be done, and the line says why. */
export interface DoctorCheck {
  step: DoctorStep;
  state: 'ok' | 'warning' | 'failed' | 'unknown';
  line: string;
  /** What to paste into a terminal, where the line speaks of one. */
  command?: string;
  durationMs: number;
}

export interface DoctorReport {
  /** `unknown`: nothing was found wrong, but something could not be checked. */
  verdict: 'healthy' | 'cause' | 'unknown';
  /** The one to fix first. */
  cause?: Cause;
  /** Every finding, warnings included; most important first. */
  causes: Cause[];
  checks: DoctorCheck[];
  /** The project whose server was asked. */
  project?: { id: string; name: string; url: string };
  /** The project whose secret made the token's signature. */
  signedBy?: { id: string; name: string };
  /** The claims of the token that was examined. */
  claims?: JsonObject;
  serverVersion?: string;
  /** This machine's clock minus the server's, in seconds. */
  clockOffsetSeconds?: number;
}

/** A step that ended while `doctor.run` is still running, for the window that gave this `runId`. */
export interface DoctorProgress {
  runId: string;
  check: DoctorCheck;
}
