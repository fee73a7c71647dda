import type { Changed } from '../../contract/snapshot.ts';
import type { Handlers } from '../dispatch.ts';
import { LAN_KEY_ID, lanKeyIfMissing, newLanKey } from '../state/vault.ts';
import type { HandlerContext } from './handler-context.ts';

type ServerHandlers = Pick<
  Handlers,
  'server.start' | 'server.stop' | 'lan.showKey' | 'lan.regenerateKey'
>;

export function serverHandlers({ vault, change }: HandlerContext): ServerHandlers {
  /** The wish is saved as well, so that the next start is as this one was left. */
  const serve = async (wanted: boolean): Promise<Changed> => {
    const { snapshot } = await change(({ settings, readOnly }) => ({
      serve: wanted,
      listenerMayFail: true,
      ...(settings.server.serve === wanted || readOnly !== undefined
        ? {}
        : { settings: { ...settings, server: { ...settings.server, serve: wanted } } }),
    }));
    return { snapshot };
  };

  return {
    'server.start': () => serve(true),
    'server.stop': () => serve(false),

    async 'lan.showKey'() {
      let key = '';
      const { snapshot } = await change(() => {
        const made = lanKeyIfMissing(vault);
        const reading = vault.readId(LAN_KEY_ID);
        key = made.get(LAN_KEY_ID) ?? (reading.state === 'set' ? reading.secret : '');
        return made.size === 0 ? undefined : { secrets: made };
      });
      return { snapshot, key };
    },

    async 'lan.regenerateKey'() {
      const key = newLanKey();
      const { snapshot } = await change(() => ({ secrets: new Map([[LAN_KEY_ID, key]]) }));
      return { snapshot, key };
    },
  };
}
