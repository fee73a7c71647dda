import type { Failure } from './errors.ts';

export interface ListeningAddress {
  address: string;
  /** Whether a request to our own /health through this address reached this very process. */
  reachable: boolean;
}

/** The state of the token endpoint as it is, by a request to itself; never a stored wish. */
export type ServerState =
  | { status: 'stopped' }
  | { status: 'starting'; port: number }
  | {
      status: 'serving';
      port: number;
      addresses: ListeningAddress[];
      lan: boolean;
      /** Addresses of this machine that a phone can use, while `lan` is on. */
      lanAddresses: string[];
      /** What is not as it should be although tokens are served, such as IPv6 being off. */
      warning?: string;
    }
  | {
      status: 'failed';
      port: number;
      failure: Failure;
      /** The next free port, where looking for one made sense. */
      suggestedPort?: number;
    };
