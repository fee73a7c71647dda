import { randomUUID } from 'node:crypto';
import {
  acquireDataFolderLock,
  type DataFolderLock,
} from '../../adapters/lock/data-folder-lock.ts';
import { defaultDataFolder, prepareDataFolder } from '../../adapters/data-folder.ts';
import { checkScriptIn } from '../../endpoint/routes/check-routes.ts';
import { createLogFile, surviveErrors } from '../../adapters/log.ts';
import { readEnvironmentProject } from '../../cli/credential-sources.ts';
import { asStarted, type Output } from '../../cli/command-io.ts';
import type { ServeOptions } from '../../cli/serve-arguments.ts';
import { TokenTrayError } from '../../contract/errors.ts';
import { tokenUrl } from '../../contract/selectors.ts';
import type { EndpointControl, EndpointCore, Log } from '../../core/ports.ts';
import type { TokenTray } from '../../core/create-token-tray.ts';
import { createEndpointApp } from '../../endpoint/endpoint-app.ts';
import { createEndpoint } from '../../listener/endpoint.ts';
import { answersAt } from '../../listener/probe.ts';
import { alsoToStderr, announceAsJson, announceInWords, logRequests } from './serve-output.ts';
import { readConfiguration } from './configuration.ts';
import { createHeadlessCore, createHeadlessSettings } from './headless-core.ts';
import { createLateRoomPages, serveWindow, type ServedWindow } from './served-window.ts';

export interface Build {
  version: string;
  /** Where the built window is. */
  rendererFolder: string;
  /** How the command was started, such as `npx token-tray`. */
  startedAs: string;
  output: Output;
}

/** Serves tokens, and then the window, until a signal comes. Resolves once it has said that it serves. */
export async function serve(
  options: ServeOptions,
  { version, rendererFolder, startedAs, output }: Build,
): Promise<void> {
  const environment = readEnvironmentProject(process.env, process.cwd());
  // Nothing that is started from here, a browser for one, needs to know it.
  for (const name of environment.secretNames) Reflect.deleteProperty(process.env, name);
  const folder = prepareDataFolder(options.dataDir ?? defaultDataFolder());
  const configuration = readConfiguration(process.env, { cwd: process.cwd(), folder: folder.path });
  for (const name of configuration?.secretNames ?? []) Reflect.deleteProperty(process.env, name);
  const instanceId = randomUUID();
  const logFile = createLogFile({ folder: folder.path });
  const isStructured = process.env['TOKEN_TRAY_LOG'] === 'json';
  const log = alsoToStderr(logFile.log, isStructured);
  for (const warning of environment.warnings) log('warning', warning);

  const owner = { instanceId, kind: 'headless', version } as const;
  const lock = await acquireDataFolderLock(folder.path, owner, {
    answersAt,
    onLost: (reason) => {
      log('error', reason);
    },
  }).catch((error: unknown) => {
    throw alreadyServing(error);
  });
  let window: ServedWindow | undefined;
  const roomPages = createLateRoomPages(rendererFolder, log);
  const core = createHeadlessCore({
    folder: folder.path,
    version,
    instanceId,
    logPath: logFile.path,
    settings: configuration?.settings ?? createHeadlessSettings(folder, lock.assertHeld, log),
    ...(configuration === undefined ? {} : { givenSecrets: configuration.secrets }),
    assertHeld: lock.assertHeld,
    roomPages,
    endpoint: (endpointCore) =>
      createHeadlessEndpoint(endpointCore, { instanceId, version, rendererFolder, log }),
    log,
    ...(environment.project === undefined ? {} : { environmentProject: environment.project }),
    ...(options.port === undefined ? {} : { overrides: { port: options.port } }),
  });

  let stopped = false;
  const stop = async (): Promise<void> => {
    stopped = true;
    await requests?.flush();
    await Promise.all([core.close(), window?.close(), roomPages.close()]);
    await lock.release();
    await logFile.flush();
  };
  stopOnSignals(stop);
  surviveErrors(log);
  const requests = isStructured ? logRequests(core, log) : undefined;
  tellPort(core, lock);

  const started = start(core);
  const failure = await servingOrNot(core, started);
  if (failure !== undefined && options.json) {
    await stop();
    throw failure;
  }
  await yieldToFirstRequest();
  if (stopped) return;
  try {
    window = await serveWindow({
      core,
      started,
      port: options.uiPort,
      rendererFolder,
      folder: folder.path,
      instanceId,
      log,
    });
    lock.updateOwner({ uiUrl: window.url });
  } catch (error) {
    if (!(error instanceof TokenTrayError)) throw error;
    log('warning', `The window is not served. ${error.message}`);
  }
  if (stopped) {
    await window?.close();
    return;
  }
  const announcement = {
    version,
    snapshot: core.snapshot(),
    ui: window?.url,
    link: options.json ? undefined : window?.newLink(),
  };
  // Read by each collection, so it can wait for the first token.
  await keepHeapSmall();
  const announced = (options.json ? announceAsJson : announceInWords)(announcement);
  output.out(asStarted(announced, startedAs));
  if (options.open && window !== undefined) {
    const { openBrowser } = await import('./browser.ts');
    if (!(await openBrowser(window.newLink()))) log('warning', 'No browser could be opened.');
  }
}

/** The folder is held by a Token Tray that serves: what a person wants is there already. */
function alreadyServing(error: unknown): unknown {
  if (!(error instanceof TokenTrayError) || error.failure.code !== 'settings_locked') return error;
  const { pid = '', port, folder = '' } = error.failure.details ?? {};
  if (port === undefined) return error;
  return new TokenTrayError('already_serving', {
    pid,
    folder,
    url: tokenUrl('localhost', Number(port)),
  });
}

/** Leaves the endpoint's port beside the lock, for the command line and for another start on this folder. */
function tellPort(core: TokenTray, lock: DataFolderLock): void {
  core.listen('state.changed', ({ server }) => {
    lock.updateOwner({ port: server.status === 'serving' ? server.port : undefined });
  });
}

/**
 * Resolves as soon as tokens are served, although the rest of the start still goes on, or with what keeps
 * them from being served.
 */
async function servingOrNot(
  core: TokenTray,
  started: Promise<void>,
): Promise<TokenTrayError | undefined> {
  const serving = new Promise<void>((resolve) => {
    const stop = core.listen('state.changed', ({ server }) => {
      if (server.status !== 'serving') return;
      stop();
      resolve();
    });
  });
  await Promise.race([serving, started]);
  const { server } = core.snapshot();
  return server.status === 'failed'
    ? new TokenTrayError(server.failure.code, server.failure.details)
    : undefined;
}

/** `serve` was typed, so an endpoint that was stopped in the window starts again. */
async function start(core: TokenTray): Promise<void> {
  await core.start();
  if (core.snapshot().server.status === 'stopped') await core.dispatch('server.start', {});
}

function createHeadlessEndpoint(
  core: EndpointCore,
  {
    instanceId,
    version,
    rendererFolder,
    log,
  }: { instanceId: string; version: string; rendererFolder: string; log: Log },
): EndpointControl {
  const endpoint: EndpointControl = createEndpoint({
    ...createEndpointApp(core, {
      instanceId,
      version,
      state: () => endpoint.state,
      log,
      checkScript: checkScriptIn(rendererFolder),
      uiHint: () => 'Run "token-tray open" for a link to the window.',
    }),
    instanceId,
    log,
  });
  return endpoint;
}

/** Longer than an answer takes, shorter than a person notices. */
const FIRST_REQUEST_MS = 20;

/**
 * Sleeps for a moment, so that a client which waits for the port gets its token before the window is
 * loaded: loading blocks the event loop.
 */
function yieldToFirstRequest(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, FIRST_REQUEST_MS);
  });
}

/**
 * Lets V8 collect often instead of growing the heap: about a dozen megabytes live, the rest is garbage of
 * requests. V8 reads both flags whenever a heap would grow, so they may be set late. Measured after 120,000
 * tokens: 84 MB instead of 131 on Node 20, 92 instead of 159 on Node 22, 108 instead of 218 on Node 24, at
 * the same speed. (`--optimize-for-size` saves as much, but costs a page fault per request.)
 */
async function keepHeapSmall(): Promise<void> {
  const { setFlagsFromString } = await import('node:v8');
  setFlagsFromString('--semi-space-growth-factor=1');
  setFlagsFromString('--heap-growing-percent=20');
}

/** Leaves a tenth of the two seconds in which service managers expect a stop. */
const STOP_WITHIN_MS = 1_900;

const SIGNALS = ['SIGTERM', 'SIGINT', 'SIGHUP'] as const;

/**
 * Runs `stop` on the first signal and exits with 0 once it is done, or after 1.9 s. A second signal exits
 * at once.
 */
function stopOnSignals(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    setTimeout(() => process.exit(0), STOP_WITHIN_MS);
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of SIGNALS) process.on(signal, onSignal);
}
