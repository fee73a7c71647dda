import type { RequestHandler } from 'express';
import { failure } from '../../contract/errors.ts';
import type { ServerState } from '../../contract/server-state.ts';
import type { EndpointCore } from '../../core/ports.ts';
import { JSON_TYPE, send } from '../../server/answer.ts';
import { answerOptions } from '../answer/cors.ts';
import { guardedExchange, refuse } from '../exchange.ts';

const ALLOW = 'GET, HEAD, OPTIONS';

export interface HealthOptions {
  instanceId: string;
  version: string;
  state: () => ServerState;
}

/** Which instance answers here and how it is. No names, keys or paths: any caller that passes the Host check may ask. */
export function healthRoute(
  core: EndpointCore,
  { instanceId, version, state }: HealthOptions,
): RequestHandler {
  return (request, response) => {
    const exchange = guardedExchange(request);
    const { method } = request;
    if (method === 'OPTIONS') {
      answerOptions(exchange, ALLOW);
    } else if (method === 'GET' || method === 'HEAD') {
      const body = JSON.stringify({ status: state().status, instance_id: instanceId, version });
      const { raw, headers } = exchange;
      send(response, { id: raw.id, status: 200, type: JSON_TYPE, body, headers });
    } else {
      refuse(core, exchange, failure('method_not_allowed', { method, allow: ALLOW }), {
        headers: ['Allow', ALLOW],
      });
    }
  };
}

/** The OpenAPI document of the endpoint, by the name that the caller uses. It is for this machine only. */
export function openApiRoute(core: EndpointCore, { version }: { version: string }): RequestHandler {
  return async (request, response) => {
    const exchange = guardedExchange(request);
    const { raw, headers } = exchange;
    const { method } = request;
    if (raw.caller.from !== 'loopback') refuse(core, exchange, failure('not_found'));
    else if (method === 'OPTIONS') answerOptions(exchange, ALLOW);
    else if (method === 'GET' || method === 'HEAD') {
      const { openApi } = await import('../openapi/openapi.ts');
      const document = openApi({ url: `http://${request.headers.host ?? ''}`, version });
      const body = `${JSON.stringify(document, undefined, 2)}\n`;
      send(response, { id: raw.id, status: 200, type: JSON_TYPE, body, headers });
    } else {
      refuse(core, exchange, failure('method_not_allowed', { method, allow: ALLOW }), {
        headers: ['Allow', ALLOW],
      });
    }
  };
}
