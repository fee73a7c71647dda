import type { CloudSignIn } from '../../contract/credential-import.ts';
import {
  failure,
  TokenTrayError,
  type ErrorCode,
  type ErrorDetails,
} from '../../contract/errors.ts';
import { defined } from '../../contract/json.ts';
import type { Change } from '../change/change.ts';
import type { FoundCredentials } from '../credentials/found.ts';
import { planProjectsImport } from '../credentials/plan-import.ts';
import type { ProjectChecks } from '../doctor/project-checks.ts';
import type { Clock, Lk } from '../ports.ts';
import type { Vault } from '../state/vault.ts';
import { readLkFile } from './lk-projects.ts';

const TIMEOUT_MINUTES = 10;
const MAX_REASON = 200;

/** A sign-in to LiveKit Cloud that `lk` does: it opens the browser and writes a project into its file. */
export interface CloudSignInRun {
  view(): CloudSignIn | undefined;
  /** Starts one, unless one is running. Throws `lk_missing`. */
  start(): void;
  /** Ends the running one, or clears the result of the last one. */
  cancel(): void;
  close(): void;
}

interface CloudSignInDeps {
  lk: Lk;
  vault: Vault;
  change: Change;
  checks: Pick<ProjectChecks, 'askSoon'>;
  clock: Clock;
  onChange(): void;
}

export function createCloudSignIn({
  lk,
  vault,
  change,
  checks,
  clock,
  onChange,
}: CloudSignInDeps): CloudSignInRun {
  let view: CloudSignIn | undefined;
  let running: AbortController | undefined;

  const show = (next: CloudSignIn | undefined): void => {
    view = next;
    onChange();
  };
  const fail = (code: ErrorCode, details?: ErrorDetails): void => {
    show({ state: 'failed', message: failure(code, details).message });
  };

  /** Takes the projects that lk has added, and makes the first of them active. */
  const take = async (credentials: FoundCredentials, indexes: readonly number[]): Promise<void> => {
    let taken: string[] = [];
    const { snapshot } = await change((state) => {
      const planned = planProjectsImport(state, vault, credentials, {
        indexes,
        accept: new Set(),
      });
      ({ taken } = planned);
      const [activeProjectId] = taken;
      return activeProjectId === undefined ? undefined : { ...planned.plan, activeProjectId };
    });
    const project = snapshot.projects.find(({ id }) => id === taken[0]);
    if (project === undefined) {
      fail('lk_added_nothing');
      return;
    }
    checks.askSoon(taken);
    show({ state: 'done', projectId: project.id, projectName: project.name });
  };

  const run = async (path: string, signal: AbortSignal, endsAt: number): Promise<void> => {
    const before = new Set(fingerprints((await readLkFile(lk))?.credentials));
    let isTaken = false;
    const added = async (): Promise<boolean> => {
      const file = await readLkFile(lk);
      const indexes = fingerprints(file?.credentials).flatMap((fingerprint, index) =>
        fingerprint === undefined || before.has(fingerprint) ? [] : [index],
      );
      if (signal.aborted || isTaken || file === undefined || indexes.length === 0) return false;
      isTaken = true;
      await take(file.credentials, indexes);
      return true;
    };
    const { code, output } = await lk.signIn(path, {
      signal,
      onOutput: (text) => {
        if (!signal.aborted) show({ state: 'running', endsAt, ...linkIn(text) });
      },
    });
    if (signal.aborted || (await added())) return;
    if (code === 0) fail('lk_added_nothing');
    else if (/\b(?:terminal|tty)\b/i.test(output)) {
      show({ state: 'terminal', endsAt });
      await untilAdded(added, signal);
    } else fail('lk_failed', { reason: lastLine(output) });
  };

  /** Meanwhile a person runs lk in a terminal. */
  const untilAdded = async (added: () => Promise<boolean>, signal: AbortSignal): Promise<void> => {
    await new Promise<void>((resolve, reject) => {
      const stop = lk.watch(() => {
        added().then((done) => {
          if (done) end();
          return undefined;
        }, reject);
      });
      const end = (): void => {
        stop();
        resolve();
      };
      signal.addEventListener('abort', end, { once: true });
    });
  };

  return {
    view: () => view,
    start() {
      if (running !== undefined) return;
      const path = lk.find();
      if (path === undefined) throw new TokenTrayError('lk_missing');
      const controller = new AbortController();
      running = controller;
      const endsAt = Math.floor(clock()) + TIMEOUT_MINUTES * 60_000;
      const timer = setTimeout(() => {
        controller.abort();
        fail('lk_too_slow', { minutes: TIMEOUT_MINUTES });
      }, TIMEOUT_MINUTES * 60_000);
      timer.unref();
      show({ state: 'running', endsAt });
      run(path, controller.signal, endsAt)
        .catch((error: unknown) => {
          if (controller.signal.aborted) return;
          fail('lk_failed', { reason: error instanceof Error ? error.message : String(error) });
        })
        .finally(() => {
          clearTimeout(timer);
          if (running === controller) running = undefined;
        });
    },
    cancel() {
      running?.abort();
      running = undefined;
      show(undefined);
    },
    close() {
      running?.abort();
    },
  };
}

/** One text for each project that is whole; `undefined` for the others. */
function fingerprints(found: FoundCredentials | undefined): (string | undefined)[] {
  return (found?.projects ?? []).map(({ url, apiKey, apiSecret, missing }) =>
    missing.length > 0 ? undefined : JSON.stringify([url?.value, apiKey?.value, apiSecret?.value]),
  );
}

/** The page to confirm on, and the code to compare, where lk shows one. */
function linkIn(output: string): { url?: string; code?: string } {
  const [url] = /https:\/\/[^\s"'<>]{1,2000}/.exec(output) ?? [];
  const [code] = /\b[A-Z0-9]{4}-[A-Z0-9]{4}\b/.exec(output) ?? [];
  return defined({ url, code });
}

/** A program's last words say why it ended. Anything as long as a key or a token is cut. */
function lastLine(output: string): string {
  const lines = output.split('\n').map((line) => line.trim());
  const last = lines.findLast((line) => line !== '') ?? 'it ended without a word.';
  return last.slice(0, MAX_REASON).replace(/[\w-]{24,}/g, '…');
}
