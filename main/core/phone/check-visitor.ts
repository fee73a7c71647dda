import type { PhoneCheck, PhoneReport } from '../../contract/phone-check.ts';
import type { IssueResult, RawRequest } from '../ports.ts';

/** The phone check as the public endpoint sees it. */
export interface CheckVisitor {
  /** Whether its sheet is open. Otherwise nothing of it answers. */
  isOpen(): boolean;
  /** Takes the code of the link, once, and answers a session; `undefined` for any other code. */
  enter(code: string, userAgent: string | undefined): string | undefined;
  isIn(session: string): boolean;
  /** A token as an app on that phone would get it, in a room of its own. */
  token(raw: RawRequest): Promise<IssueResult>;
  /** Notes what the phone found; answers the check as it is now, a failed hop with its cause. */
  report(report: PhoneReport): Promise<PhoneCheck | undefined>;
}
