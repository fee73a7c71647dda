import { TokenTrayError } from '../../contract/errors.ts';
import { reportFields, type Capabilities } from '../../contract/host.ts';
import { diagnosticsText } from '../diagnostics.ts';
import type { Handlers } from '../dispatch.ts';
import type { HandlerContext } from './handler-context.ts';

type HostHandlers = Pick<
  Handlers,
  | 'host.describe'
  | 'state.get'
  | 'host.pulse'
  | 'notice.dismiss'
  | 'diagnostics.read'
  | 'clipboard.copy'
  | 'link.open'
  | 'path.reveal'
>;

export function hostHandlers(context: HandlerContext): HostHandlers {
  const { ports, shelf } = context;
  const { host } = ports;
  const { actions, absences, capabilities, description } = host;

  const required = <Action>(action: Action | undefined, capability: keyof Capabilities): Action => {
    if (action !== undefined) return action;
    const reason = absences[capability] ?? 'it has no such function.';
    throw new TokenTrayError('not_supported', { reason });
  };

  const diagnostics = (): string => diagnosticsText(host, context.snapshot(), ports.clock());

  return {
    'host.describe': () => ({ ...description, capabilities, absences }),
    'state.get': () => context.snapshot(),
    'host.pulse': () => ({ sequence: context.snapshot().sequence }),

    'notice.dismiss'({ id }) {
      return { snapshot: context.dismissNotice(id) };
    },

    'diagnostics.read': () => ({ text: diagnostics() }),

    async 'clipboard.copy'({ text }) {
      await required(actions.copyText, 'clipboard')(text);
      return null;
    },

    async 'link.open'({ link, tokenId }) {
      const openLink = required(actions.openLink, 'openLink');
      if (link === 'report') {
        await openLink(link, reportFields(description.kind, diagnostics()));
        return null;
      }
      if (link !== 'meet') {
        await openLink(link);
        return null;
      }
      const token = tokenId === undefined ? undefined : shelf.get(tokenId);
      if (token === undefined) throw new TokenTrayError('unknown_item', { kind: 'token' });
      await openLink(link, { liveKitUrl: token.serverUrl, token: token.token });
      return null;
    },

    async 'path.reveal'({ path }) {
      await required(actions.revealPath, 'revealPath')(path);
      return null;
    },
  };
}
