import { mkdirSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import type { Command } from 'commander';
import { failureReason } from '../adapters/files/failure-reason.ts';
import { writeAtomically } from '../adapters/files/write-atomically.ts';
import { TokenTrayError } from '../contract/errors.ts';
import type { JsonObject } from '../contract/json.ts';
import { activeProject, endpointPort } from '../contract/selectors.ts';
import { openApi } from '../endpoint/openapi/openapi.ts';
import { UsageError, toJson } from './command-io.ts';
import { type CommandContext, valueOf, withCore } from './core-access.ts';

const FORMATS = ['openapi', 'postman', 'bruno'];

/** `describe`: the endpoint for other tools. */
export function addDescribeCommand(program: Command, context: CommandContext): void {
  program
    .command('describe')
    .description('describe the endpoint for other tools, as OpenAPI or as a collection of requests')
    .argument('<format>', FORMATS.join(', '))
    .option('--write <path>', 'write it to this file, for bruno to this folder (default: print it)')
    .addHelpText(
      'after',
      `\nExamples:\n  $ ${context.io.startedAs} describe postman --write token-tray.json\n  $ ${context.io.startedAs} describe bruno --write token-tray`,
    )
    .action((format: string, { write }: { write?: string }) => describe(context, format, write));
}

async function describe(
  context: CommandContext,
  format: string,
  write: string | undefined,
): Promise<void> {
  if (!FORMATS.includes(format)) {
    throw new UsageError('invalid_input', { detail: `"describe" takes ${FORMATS.join(', ')}.` });
  }
  const { io, host } = context;
  const values = await collectionValues(context);
  const files = new Map<string, string>();
  if (format === 'bruno') {
    if (write === undefined) {
      throw new UsageError('option_missing', {
        option: '--write',
        remedy: 'A Bruno collection is a folder.',
      });
    }
    for (const [name, text] of brunoFiles(values)) files.set(join(write, name), text);
  } else {
    const value =
      format === 'postman'
        ? postmanCollection(values)
        : openApi({ url: values.baseUrl, version: host.version });
    if (write === undefined) {
      io.out(toJson(value));
      return;
    }
    files.set(write, `${JSON.stringify(value, undefined, 2)}\n`);
  }
  for (const [name, text] of files) {
    const path = resolve(io.cwd, name);
    try {
      mkdirSync(dirname(path), { recursive: true });
      writeAtomically(path, text);
    } catch (error) {
      throw new TokenTrayError('file_not_written', { file: name, reason: failureReason(error) });
    }
  }
  io.out(`Wrote ${write}.\n`);
}

/** The port in use, else the one in the settings. The key stays empty: the user enters it. */
async function collectionValues(context: CommandContext): Promise<CollectionValues> {
  return withCore(context, 'read', async ({ call, isSaved }) => {
    const snapshot = valueOf(await call('state.get'));
    const tokenServerId = isSaved ? (activeProject(snapshot)?.tokenServerId ?? '') : '';
    return { baseUrl: `http://localhost:${endpointPort(snapshot)}`, key: '', tokenServerId };
  });
}

/** One request to try the endpoint with. */
interface SampleRequest {
  name: string;
  method: 'GET' | 'POST';
  /** With its query. */
  path: string;
  headers?: Readonly<Record<string, string>>;
  body?: JsonObject;
}

/** Values that a person sets once for the whole collection. */
interface CollectionValues {
  baseUrl: string;
  /** The LAN key; only callers elsewhere and projects that ask for it need one. */
  key: string;
  tokenServerId: string;
}

/** Requests to try, the simplest first. */
const REQUESTS: readonly SampleRequest[] = [
  { name: 'Token with every default', method: 'POST', path: '/token', body: {} },
  {
    name: 'Token with every field',
    method: 'POST',
    path: '/token',
    body: {
      room_name: 'standup',
      participant_identity: 'alice',
      participant_name: 'Alice',
      participant_metadata: '{"role":"host"}',
      participant_attributes: { team: 'blue' },
      room_config: { empty_timeout: 300, agents: [{ agent_name: 'assistant' }] },
    },
  },
  {
    name: 'Token by a query',
    method: 'GET',
    path: '/token?room_name=standup&participant_identity=bob',
  },
  {
    name: 'Token of a viewer',
    method: 'POST',
    path: '/token?preset=viewer',
    body: { room_name: 'standup' },
  },
  {
    name: 'Token as text',
    method: 'POST',
    path: '/token',
    headers: { Accept: 'text/plain' },
    body: { room_name: 'standup' },
  },
  {
    name: 'Token through the development token server',
    method: 'POST',
    path: '/api/v2/sandbox/connection-details',
    headers: { 'X-Sandbox-ID': '{{tokenServerId}}' },
    body: { room_name: 'standup' },
  },
  {
    name: 'Token through the older sandbox',
    method: 'POST',
    path: '/api/sandbox/connection-details',
    headers: { 'X-Sandbox-ID': '{{tokenServerId}}' },
    body: { roomName: 'standup', participantName: 'carol' },
  },
  {
    name: 'Token that has expired (a drill)',
    method: 'POST',
    path: '/token?drill=expired',
    body: {},
  },
  { name: 'Refusal of a wrong field', method: 'POST', path: '/token', body: { room_name: 7 } },
  { name: 'Health', method: 'GET', path: '/health' },
];

function headersOf({ headers = {}, body }: SampleRequest): [name: string, value: string][] {
  return Object.entries({
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...headers,
  });
}

const bodyText = (body: JsonObject): string => JSON.stringify(body, undefined, 2);

/** A Postman collection (format 2.1), which Bruno, Insomnia and others can import as well. */
export function postmanCollection(values: CollectionValues): JsonObject {
  return {
    info: {
      name: 'Token Tray',
      schema: 'https://schema.getpostman.com/json/collection/v2.1.0/collection.json',
    },
    auth: { type: 'bearer', bearer: [{ key: 'token', value: '{{key}}', type: 'string' }] },
    variable: Object.entries(values).map(([key, value]) => ({ key, value })),
    item: REQUESTS.map((request) => ({
      name: request.name,
      request: {
        method: request.method,
        header: headersOf(request).map(([key, value]) => ({ key, value })),
        url: postmanUrl(request.path),
        ...(request.body === undefined
          ? {}
          : {
              body: {
                mode: 'raw',
                raw: bodyText(request.body),
                options: { raw: { language: 'json' } },
              },
            }),
      },
    })),
  };
}

function postmanUrl(path: string): JsonObject {
  const [pathname = '', query] = path.split('?');
  return {
    raw: `{{baseUrl}}${path}`,
    host: ['{{baseUrl}}'],
    path: pathname.split('/').slice(1),
    ...(query === undefined
      ? {}
      : { query: [...new URLSearchParams(query)].map(([key, value]) => ({ key, value })) }),
  };
}

/** The files of a Bruno collection by their path: open their folder in Bruno. */
export function brunoFiles(values: CollectionValues): ReadonlyMap<string, string> {
  const files = new Map([
    [
      'bruno.json',
      `${JSON.stringify({ version: '1', name: 'Token Tray', type: 'collection' }, undefined, 2)}\n`,
    ],
    [
      'collection.bru',
      `${block('auth', { mode: 'bearer' })}\n${block('auth:bearer', { token: '{{key}}' })}`,
    ],
    ['environments/this-machine.bru', block('vars', { ...values })],
  ]);
  for (const [index, request] of REQUESTS.entries()) {
    files.set(`${request.name.replace(/[()]/g, '')}.bru`, brunoRequest(request, index + 1));
  }
  return files;
}

function brunoRequest(request: SampleRequest, seq: number): string {
  const { name, method, path, body } = request;
  const query = path.split('?')[1];
  const headers = Object.fromEntries(headersOf(request));
  return [
    block('meta', { name, type: 'http', seq: String(seq) }),
    block(method.toLowerCase(), {
      url: `{{baseUrl}}${path}`,
      body: body === undefined ? 'none' : 'json',
      auth: 'inherit',
    }),
    ...(query === undefined
      ? []
      : [block('params:query', Object.fromEntries(new URLSearchParams(query)))]),
    ...(Object.keys(headers).length === 0 ? [] : [block('headers', headers)]),
    ...(body === undefined ? [] : [`body:json {\n${indented(bodyText(body))}\n}\n`]),
  ].join('\n');
}

function block(name: string, entries: Readonly<Record<string, string>>): string {
  const lines = Object.entries(entries).map(([key, value]) => `  ${key}: ${value}\n`);
  return `${name} {\n${lines.join('')}}\n`;
}

function indented(text: string): string {
  return text.replace(/^/gm, '  ');
}
