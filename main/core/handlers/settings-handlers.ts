import { TokenTrayError } from '../../contract/errors.ts';
import type { AppSettings, ServerSettings } from '../../contract/settings.ts';
import type { Handlers } from '../dispatch.ts';
import { effectiveServerSettings } from '../state/overrides.ts';
import { ensureLanKey } from '../state/vault.ts';
import { exportText } from '../transfer/export.ts';
import { importSettings } from '../transfer/import-settings.ts';
import type { HandlerContext } from './handler-context.ts';
import { requireRevision, underField, withDefined } from '../change/rules.ts';
import { withServerChanges } from '../change/server-rules.ts';

type SettingsHandlers = Pick<Handlers, Extract<keyof Handlers, `settings.${string}`>>;

export function settingsHandlers(context: HandlerContext): SettingsHandlers {
  const { state, vault, ports, endpoint } = context;

  /** Moves the endpoint first: settings that do not work are never saved, and the old listener goes on. */
  const applyServer = async (server: ServerSettings): Promise<void> => {
    const before = effectiveServerSettings(state.settings.server, ports.overrides);
    const outcome = await endpoint.apply(effectiveServerSettings(server, ports.overrides));
    if (outcome.status !== 'failed') return;
    await endpoint.apply(before);
    const { code, details } = outcome.failure;
    throw new TokenTrayError(code, details, 'changes.server.port');
  };

  return {
    async 'settings.update'({ revision, changes }) {
      requireRevision('setting', state.settings.revision, revision);
      const { server: serverChanges = {}, app: appChanges = {} } = changes;
      if (serverChanges.port !== undefined && ports.overrides?.port !== undefined) {
        throw new TokenTrayError(
          'overridden',
          { setting: 'The port', source: '--port' },
          'changes.server.port',
        );
      }
      const server = underField('changes', () =>
        withServerChanges(state.settings.server, serverChanges),
      );
      const app: AppSettings = withDefined(state.settings.app, appChanges);
      if (server.lan) await ensureLanKey(vault);
      if (movesListener(state.settings.server, server)) await applyServer(server);
      if (changesLogin(state.settings.app, app)) {
        await ports.host.actions.setStartAtLogin?.(app.startAtLogin, app.startHidden);
      }
      state.commit((settings) => ({
        ...settings,
        revision: settings.revision + 1,
        server,
        app,
      }));
      return null;
    },

    'settings.export': () => ({
      fileName: exportFileName(ports.clock()),
      content: exportText(state, undefined, ports.clock()),
    }),

    async 'settings.exportWithSecrets'() {
      const content = exportText(state, vault, ports.clock());
      const path = await ports.host.actions.writeExport(exportFileName(ports.clock()), content);
      return { path };
    },

    async 'settings.import'({ content }) {
      const report = await importSettings(context, content);
      await endpoint.apply(effectiveServerSettings(state.settings.server, ports.overrides));
      return report;
    },
  };
}

function exportFileName(now: number): string {
  return `token-tray-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}.json`;
}

function movesListener(before: ServerSettings, after: ServerSettings): boolean {
  return before.port !== after.port || before.lan !== after.lan || before.serve !== after.serve;
}

function changesLogin(before: AppSettings, after: AppSettings): boolean {
  return (
    before.startAtLogin !== after.startAtLogin ||
    (after.startAtLogin && before.startHidden !== after.startHidden)
  );
}
