import { DRILL_CODES } from '../../contract/drills.ts';
import type { JsonObject, JsonValue } from '../../contract/json.ts';
import { DRILL_HEADER, ERROR_CODE_HEADER, REQUEST_ID_HEADER } from '../../server/answer.ts';
import { IGNORED_HEADER } from '../answer/token-answer.ts';
import { HEALTH_PATH, TOKEN_PATHS, type TokenPath } from '../routes/paths.ts';
import { ref, refusalCodes, refusalStatuses, requestFields, schemas } from './schemas.ts';

/** Fields that a query can hold; structured ones are JSON text there. */
const QUERY_TEXT: JsonObject = { type: 'string' };

/**
 * The endpoint as OpenAPI 3.1, made from what reads requests and refuses them.
 *
 * @param url the origin by which the caller reaches it, such as `http://localhost:7885`.
 */
export function openApi({ url, version }: { url: string; version: string }): JsonObject {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Token Tray',
      version,
      summary: 'A LiveKit token server for development.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url }],
    security: [{}, { key: [] }, { tokenServerId: [] }],
    paths: {
      ...Object.fromEntries(TOKEN_PATHS.map((path) => [path.path, tokenPath(path)])),
      [HEALTH_PATH]: { get: healthOperation() },
    },
    components: {
      schemas: schemas(),
      securitySchemes: {
        key: { type: 'http', scheme: 'bearer', description: 'The LAN key.' },
        tokenServerId: {
          type: 'apiKey',
          in: 'header',
          name: 'X-Sandbox-ID',
          description: "A project's token server ID; it chooses that project, too.",
        },
      },
    },
  };
}

function tokenPath(path: TokenPath): JsonObject {
  const operation = (method: string): JsonObject => ({
    operationId: `${method}_${path.path === '/' ? 'root' : path.path.slice(1).replaceAll('/', '_')}`,
    summary: path.answer === 'legacy' ? 'A token, as the older sandbox answers' : 'A token',
    parameters: parameters(),
    ...(method === 'get'
      ? {}
      : {
          requestBody: {
            content: {
              'application/json': { schema: ref('TokenRequest') },
              'application/x-www-form-urlencoded': { schema: { type: 'object' } },
            },
          },
        }),
    responses: { '200': tokenResponse(path), ...refusals() },
  });
  return Object.fromEntries(
    ['get', 'post', 'put', 'patch'].map((method) => [method, operation(method)]),
  );
}

function inQuery(name: string, schema: JsonObject, description: string): JsonObject {
  return { name, in: 'query', schema, description };
}

function parameters(): JsonValue[] {
  return [
    inQuery('project', QUERY_TEXT, 'The slug of the project that signs; else the active one.'),
    inQuery('preset', QUERY_TEXT, 'The slug of the preset; else that of the project.'),
    inQuery('drill', { enum: [...DRILL_CODES] }, 'A fault to practise with, on this machine only.'),
    ...requestFields().map(({ name, description }) => inQuery(name, QUERY_TEXT, description)),
  ];
}

function tokenResponse({ path, answer }: TokenPath): JsonObject {
  const json = { schema: ref(answer === 'legacy' ? 'LegacyTokenAnswer' : 'TokenAnswer') };
  return {
    description: 'A token. A drill may answer something else, and says so.',
    headers: {
      [REQUEST_ID_HEADER]: header('The id of the request in the activity.'),
      [IGNORED_HEADER]: header('Fields of the request that did not count.'),
      [DRILL_HEADER]: header('The drill that struck.'),
    },
    content: {
      'application/json': json,
      ...(answer === 'legacy' ? {} : { 'text/plain': { schema: { type: 'string' } } }),
      ...(path === '/' ? { 'text/html': { schema: { type: 'string' } } } : {}),
    },
  };
}

function healthOperation(): JsonObject {
  return {
    operationId: 'health',
    summary: 'Which instance answers here, and how it is',
    security: [{}],
    responses: {
      '200': {
        description: 'It answers.',
        headers: { [REQUEST_ID_HEADER]: header('The id of the request.') },
        content: { 'application/json': { schema: ref('Health') } },
      },
      ...refusals(),
    },
  };
}

function refusals(): JsonObject {
  return Object.fromEntries(
    refusalStatuses().map((status) => [
      String(status),
      {
        description: `Refused: ${refusalCodes(status).join(', ')}.`,
        headers: {
          [REQUEST_ID_HEADER]: header('The id of the request in the activity.'),
          [ERROR_CODE_HEADER]: header('The code in the body.'),
          ...(status === 401
            ? { 'WWW-Authenticate': header('Bearer, with an error for a wrong key.') }
            : {}),
          ...(status === 429 || status === 503
            ? { 'Retry-After': header('Seconds, where it is worth it.') }
            : {}),
        },
        content: { 'application/json': { schema: ref('Refusal') } },
      },
    ]),
  );
}

function header(description: string): JsonObject {
  return { description, schema: { type: 'string' } };
}
