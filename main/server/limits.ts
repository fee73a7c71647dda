import type { Server, ServerOptions } from 'node:http';

/**
 * How long and how much a connection may take before it is closed. Node's own defaults (60 s for a
 * head, 300 s for a request, no limit of connections) let a handful of slow clients hold the endpoint.
 */
export interface ServerLimits {
  /** For the whole head, counted from the connection or the answer before. */
  headersTimeoutMs: number;
  /** For the whole request. */
  requestTimeoutMs: number;
  /** How often the two above are looked at; they can be late by this much. */
  checkEveryMs: number;
  keepAliveTimeoutMs: number;
  maxHeaderBytes: number;
  maxHeaders: number;
  /** Per address. Above 5,000, so that a load test of that many sockets passes. */
  maxConnections: number;
}

export const SERVER_LIMITS: Readonly<ServerLimits> = {
  headersTimeoutMs: 9_000,
  requestTimeoutMs: 13_000,
  checkEveryMs: 1_000,
  keepAliveTimeoutMs: 5_000,
  maxHeaderBytes: 16 * 1024,
  maxHeaders: 100,
  maxConnections: 6_000,
};

/** Connections that wait to be accepted: a burst of thousands should not have to try again after a second. */
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

/** The two limits that Node takes on the server only. */
export function limitServer(server: Server, limits: ServerLimits): void {
  server.maxHeadersCount = limits.maxHeaders;
  server.maxConnections = limits.maxConnections;
}
