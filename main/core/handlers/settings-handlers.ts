import { TokenTrayError } from '../../contract/errors.ts';
import type { ImportReport } from '../../contract/credential-import.ts';
import { requireRevision, underField, withDefined, withServerChanges } from '../change/rules.ts';
import type { HandlerContext, HandlersOf } from '../dispatch.ts';
import { lanKeyIfMissing } from '../state/vault.ts';
import { planSettingsImport } from '../transfer/import-settings.ts';
import { exportText } from '../transfer/transfer-file.ts';

export function settingsHandlers(context: HandlerContext): HandlersOf<'settings'> {
  const { state, vault, ports, change } = context;

  return {
    async 'settings.update'({ revision, changes }) {
      const { snapshot } = await change(({ settings }) => {
        requireRevision('setting', settings.revision, revision);
        const { server: serverChanges = {}, app: appChanges = {} } = changes;
        if (serverChanges.port !== undefined && ports.overrides?.port !== undefined) {
          throw new TokenTrayError(
            'overridden',
            { setting: 'The port', source: '--port' },
            'changes.server.port',
          );
        }
        const server = underField('changes', () =>
          withServerChanges(settings.server, serverChanges),
        );
        return {
          settings: {
            ...settings,
            revision: settings.revision + 1,
            server,
            app: withDefined(settings.app, appChanges),
          },
          ...(serverChanges.lan === true ? { secrets: lanKeyIfMissing(vault) } : {}),
          listenerField: 'changes.server.port',
        };
      });
      return { snapshot };
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

    'settings.deleteBackups'() {
      context.deleteBackups();
      return null;
    },

    'settings.previewImport': ({ content }) => {
      const { report, questions } = planSettingsImport(state, vault, content, new Set());
      return { ...report, questions };
    },

    async 'settings.import'({ content, accept }) {
      let report: ImportReport | undefined;
      const { snapshot } = await change((current) => {
        const planned = planSettingsImport(current, vault, content, new Set(accept));
        ({ report } = planned);
        return planned.plan;
      });
      return { snapshot, report: report ?? { added: [], updated: [], skipped: [], warnings: [] } };
    },
  };
}

function exportFileName(now: number): string {
  return `token-tray-${new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')}.json`;
}
