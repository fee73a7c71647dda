import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startControlServer, type ControlServer } from '../../../main/control/control-server.ts';
import { createSession, type Session } from '../../../main/control/session.ts';
import type { EventName } from '../../../main/contract/client.ts';
import type { Log } from '../../../main/core/ports.ts';
import type { TokenTray } from '../../../main/core/create-token-tray.ts';

export const SENTINEL = 'sentinel-secret-typed-into-the-window-0001';

export interface ControlFixture {
  server: ControlServer;
  session: Session;
  port: number;
  /** Calls that reached the core. */
  calls: { name: string; input: unknown }[];
  logged: string[];
  emit(event: EventName, payload: unknown): void;
  listeners(): number;
  close(): Promise<void>;
}

/** The window over HTTP with a core that records its calls. `boom` throws, as no real call should. */
export async function startControlFixture(now: () => number = Date.now): Promise<ControlFixture> {
  const rendererFolder = mkdtempSync(join(tmpdir(), 'token-tray-window-'));
  writeFileSync(join(rendererFolder, 'index.html'), '<!doctype html><title>Token Tray</title>');
  mkdirSync(join(rendererFolder, 'assets'));
  writeFileSync(join(rendererFolder, 'assets', 'index-abc.js'), 'export {};');
  writeFileSync(join(rendererFolder, '.hidden'), SENTINEL);

  const calls: ControlFixture['calls'] = [];
  const logged: string[] = [];
  const listeners = new Map<EventName, Set<(payload: never) => void>>();
  const dispatch: TokenTray['dispatch'] = async (name, input) => {
    calls.push({ name, input });
    if (name === 'boom') throw new Error(`the words of an error hold ${SENTINEL}`);
    return { ok: true, value: name === 'state.get' ? { revision: 7 } : null };
  };
  const listen: TokenTray['listen'] = (event, listener) => {
    const set = listeners.get(event) ?? new Set();
    listeners.set(event, set.add(listener));
    return () => set.delete(listener);
  };
  const log: Log = (level, message, fields) => {
    logged.push(JSON.stringify({ level, message, fields }));
  };

  const session = createSession(now);
  const server = await startControlServer({
    port: 0,
    dispatch,
    listen,
    session,
    rendererFolder,
    log,
  });
  return {
    server,
    session,
    port: Number(new URL(server.url).port),
    calls,
    logged,
    emit: (event, payload) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- tests push what they like
      for (const listener of listeners.get(event) ?? []) listener(payload as never);
    },
    listeners: () => [...listeners.values()].reduce((sum, set) => sum + set.size, 0),
    close: async () => {
      await server.close();
      rmSync(rendererFolder, { recursive: true, force: true });
    },
  };
}
