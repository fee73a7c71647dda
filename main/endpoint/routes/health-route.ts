import type { RequestHandler } from 'express';
import { failure } from '../../contract/errors.ts';
import type { ServerState } from '../../contract/server-state.ts';
import type { EndpointCore } from '../../core/ports.ts';
import { JSON_TYPE, send } from '../../server/answer.ts';
import { guardedExchange } from '../exchange.ts';
import { answerOptions } from './answer-options.ts';
import { refuse } from './refuse.ts';

const ALLOW = 'GET, HEAD, OPTIONS';

export interface HealthOptions {
  instanceId: string;
  version: string;
  state: () => ServerState;
}

/** Who answers here and how it is. No names, keys or paths: everybody who passes the Host check may ask. */
export function healthRoute(
  core: EndpointCore,
  { instanceId, version, state }: HealthOptions,
): RequestHandler {
  return (request, response) => {
    const exchange = guardedExchange(request);
    if (request.method === 'OPTIONS') {
      answerOptions(request, response, exchange, ALLOW);
    } else if (request.method === 'GET' || request.method === 'HEAD') {
      const health = { status: state().status, instance_id: instanceId, version };
      const body = JSON.stringify(health);
      send(request, response, { status: 200, type: JSON_TYPE, body, headers: exchange.cors });
    } else {
      const details = { method: request.method, allow: ALLOW };
      const headers = ['Allow', ALLOW];
      refuse(
        core,
        { request, response, exchange },
        failure('method_not_allowed', details),
        headers,
      );
    }
  };
}
