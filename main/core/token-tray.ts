import type { EventName, Events } from '../contract/events.ts';
import type { IssuedToken } from '../contract/activity.ts';
import type { Snapshot } from '../contract/snapshot.ts';
import type { Reply } from '../contract/client.ts';
import type {
  CheckServer,
  Clock,
  EndpointControl,
  Host,
  ImportSources,
  Log,
  SecretStore,
  SettingsStore,
  Sign,
} from './ports.ts';
import type { EndpointCore } from './token-request.ts';

/** What a host brings. Everything the core touches besides its own memory is one of these. */
export interface TokenTrayPorts {
  settings: SettingsStore;
  secrets: SecretStore;
  /** Made by the host with the core's own side of the endpoint. */
  endpoint(core: EndpointCore): EndpointControl;
  checkServer: CheckServer;
  importSources: ImportSources;
  host: Host;
  clock: Clock;
  log: Log;
  /** HS256 by token/sign.ts where absent. */
  sign?: Sign;
  /** A project from LIVEKIT_URL, LIVEKIT_API_KEY and LIVEKIT_API_SECRET: shown, used, never saved. */
  environmentProject?: { url: string; apiKey: string; apiSecret: string };
  /** Settings that the command line decides for this run: shown as overridden, never saved. */
  overrides?: { port?: number };
}

/** The engine, whole. Two hosts wire it; neither decides anything. */
export interface TokenTray {
  /** Parses the input, runs the handler, answers a value. The one way in for window, tray and command line. */
  dispatch(name: string, input: unknown): Promise<Reply<unknown>>;
  listen<Name extends EventName>(
    event: Name,
    listener: (payload: Events[Name]) => void,
  ): () => void;
  snapshot(): Snapshot;
  /** Newest first. */
  tokens(): readonly IssuedToken[];
  /** Starts the endpoint where the settings say so. Resolves once its outcome is known. */
  start(): Promise<void>;
  close(): Promise<void>;
}
