import { randomUUID } from 'node:crypto';
import { onTestFinished } from 'vitest';
import type { ServerState } from '../../../main/contract/server-state.ts';
import type { ServerSettings } from '../../../main/contract/settings.ts';
import type { EndpointControl } from '../../../main/core/ports.ts';
import { createEndpoint, type EndpointOptions } from '../../../main/listener/endpoint.ts';
import { smallApp, type SmallApp } from './small-app.ts';

export const SETTINGS: ServerSettings = {
  port: 0,
  serve: true,
  lan: false,
  dangerouslySkipLanKey: false,
  allowedOrigins: [],
  allowedHosts: [],
  dangerouslyAllowNullOrigin: false,
};

export interface TestEndpoint extends SmallApp {
  endpoint: EndpointControl;
  instanceId: string;
  /** Every state that was told, in order. */
  states: ServerState[];
  logged: string[];
}

/** An endpoint that is closed with the test, not yet started. */
export function testEndpoint(options: Partial<EndpointOptions> = {}): TestEndpoint {
  const instanceId = randomUUID();
  const small = smallApp(instanceId);
  const logged: string[] = [];
  const endpoint = createEndpoint({
    app: small.app,
    answerUnread: small.answerUnread,
    instanceId,
    log: (_level, message) => logged.push(message),
    networkInterfaces: () => ({}),
    ...options,
  });
  const states: ServerState[] = [];
  endpoint.onChange((state) => states.push(state));
  onTestFinished(() => endpoint.close());
  return { ...small, endpoint, instanceId, states, logged };
}

export type ServingState = Extract<ServerState, { status: 'serving' }>;

export function expectServing(state: ServerState): ServingState {
  if (state.status !== 'serving') throw new Error(`not serving: ${JSON.stringify(state)}`);
  return state;
}

/** An endpoint that serves on a free port. */
export async function servingEndpoint(
  options: Partial<EndpointOptions> = {},
  settings: Partial<ServerSettings> = {},
): Promise<TestEndpoint & { port: number }> {
  const started = testEndpoint(options);
  const { port } = expectServing(await started.endpoint.apply({ ...SETTINGS, ...settings }));
  return { ...started, port };
}

/** Resolves with the first state from now on that `fits`. */
export function stateThat(
  endpoint: EndpointControl,
  fits: (state: ServerState) => boolean,
): Promise<ServerState> {
  if (fits(endpoint.state)) return Promise.resolve(endpoint.state);
  return new Promise((resolve) => {
    const remove = endpoint.onChange((state) => {
      if (!fits(state)) return;
      remove();
      resolve(state);
    });
  });
}
