import type { Handlers } from '../dispatch.ts';
import { ensureLanKey, LAN_KEY_ID, newLanKey } from '../state/vault.ts';
import { effectiveServerSettings } from '../state/overrides.ts';
import type { HandlerContext } from './handler-context.ts';

type ServerHandlers = Pick<
  Handlers,
  'server.start' | 'server.stop' | 'lan.showKey' | 'lan.regenerateKey'
>;

export function serverHandlers({
  state,
  vault,
  endpoint,
  ports,
  changed,
}: HandlerContext): ServerHandlers {
  /** The wish is saved as well, so that the next start is as this one was left. */
  const serve = async (wanted: boolean): Promise<null> => {
    if (state.settings.server.serve !== wanted && state.readOnly === undefined) {
      state.commit((settings) => ({ ...settings, server: { ...settings.server, serve: wanted } }));
    }
    const server = effectiveServerSettings(state.settings.server, ports.overrides);
    await endpoint.apply({ ...server, serve: wanted });
    return null;
  };

  return {
    'server.start': () => serve(true),
    'server.stop': () => serve(false),
    'lan.showKey': async () => ({ key: await ensureLanKey(vault) }),
    async 'lan.regenerateKey'() {
      const key = newLanKey();
      await vault.set(LAN_KEY_ID, key);
      changed();
      return { key };
    },
  };
}
