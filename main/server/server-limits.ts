import type { Server, ServerOptions } from 'node:http';

/**
 * How long and how much a connection may take before it is closed. With Node's own defaults (60 s for a
 * head, 300 s for a request, any number of connections) a handful of slow clients can hold a server.
 */
export interface ServerLimits {
  /** For the whole head, counted from the connection or the answer before. */
  headersTimeoutMs: number;
  /** For the whole request. */
  requestTimeoutMs: number;
  /** How often the two above are checked; they can be late by this much. */
  checkEveryMs: number;
  keepAliveTimeoutMs: number;
  /** How long a connection may be idle in both directions, such as a client that does not read its answer. */
  idleTimeoutMs: number;
  maxHeaderBytes: number;
  maxHeaders: number;
  /** Per address. Above 5,000, so that a load test of that many sockets passes. */
  maxConnections: number;
  /** Requests that wait on one connection for the answer before theirs. */
  maxPipelined: number;
}

export const SERVER_LIMITS: Readonly<ServerLimits> = {
  headersTimeoutMs: 7_000,
  requestTimeoutMs: 11_000,
  // Each listener wakes the machine for it, also while nothing is connected.
  checkEveryMs: 3_000,
  keepAliveTimeoutMs: 5_000,
  idleTimeoutMs: 60_000,
  maxHeaderBytes: 16 * 1024,
  maxHeaders: 100,
  maxConnections: 6_000,
  maxPipelined: 16,
};

/** Connections waiting to be accepted, so that a burst of thousands need not try again a second later. */
export const BACKLOG = 4_096;

export function serverOptions(limits: ServerLimits): ServerOptions {
  return {
    headersTimeout: limits.headersTimeoutMs,
    requestTimeout: limits.requestTimeoutMs,
    connectionsCheckingInterval: limits.checkEveryMs,
    keepAliveTimeout: limits.keepAliveTimeoutMs,
    maxHeaderSize: limits.maxHeaderBytes,
    // Node answers a missing Host itself, with an empty 400. Ours says what is missing.
    requireHostHeader: false,
  };
}

/** The limits that Node takes only on the server itself. */
export function limitServer(server: Server, limits: ServerLimits): void {
  server.maxHeadersCount = limits.maxHeaders;
  server.maxConnections = limits.maxConnections;
  server.timeout = limits.idleTimeoutMs;
}
