import { defined } from '../../contract/json.ts';
import { CHECK_PATH, type PhoneLink } from '../../contract/phone-check.ts';
import { endpointHost, endpointPort } from '../../contract/selectors.ts';
import type { Changed, Snapshot } from '../../contract/snapshot.ts';
import type { HandlerContext, HandlersOf } from '../dispatch.ts';
import type { PhoneChecks } from '../phone/phone-checks.ts';
import { LAN_KEY_ID, lanKeyIfMissing, newLanKey } from '../state/vault.ts';

const MINUTE_MS = 60_000;

/** What a person asks of the endpoint: to serve or stop, to answer the LAN, a phone check, a drill. */
export function endpointHandlers(
  { vault, change, ports, snapshot }: HandlerContext,
  checks: PhoneChecks,
): HandlersOf<'server' | 'lan' | 'phone' | 'drill'> {
  /** Saved too, so that the next start is like this one. */
  const serve = async (wanted: boolean): Promise<Changed> => {
    const { snapshot: made } = await change(({ settings, readOnly }) => ({
      serve: wanted,
      listenerMayFail: true,
      ...(settings.server.serve === wanted || readOnly !== undefined
        ? {}
        : { settings: { ...settings, server: { ...settings.server, serve: wanted } } }),
    }));
    return { snapshot: made };
  };

  return {
    'server.start': () => serve(true),
    'server.stop': () => serve(false),

    async 'lan.showKey'() {
      let key = '';
      const { snapshot: made } = await change(() => {
        const secrets = lanKeyIfMissing(vault);
        const reading = vault.readId(LAN_KEY_ID);
        key = secrets.get(LAN_KEY_ID) ?? (reading.state === 'set' ? reading.secret : '');
        return secrets.size === 0 ? undefined : { secrets };
      });
      return { snapshot: made, key };
    },

    async 'lan.regenerateKey'() {
      const key = newLanKey();
      const { snapshot: made } = await change(() => ({ secrets: new Map([[LAN_KEY_ID, key]]) }));
      return { snapshot: made, key };
    },

    async 'phone.open'({ minutes }) {
      await change(({ settings }) => {
        const { server } = settings;
        if (server.lan && server.serve) return undefined;
        const { lanUntil: _before, ...rest } = server;
        const until =
          minutes === 0 ? {} : { lanUntil: Math.round(ports.clock()) + minutes * MINUTE_MS };
        return {
          settings: {
            ...settings,
            revision: settings.revision + 1,
            server: server.lan
              ? { ...server, serve: true }
              : { ...rest, serve: true, lan: true, ...until },
          },
          serve: true,
          secrets: lanKeyIfMissing(vault),
        };
      });
      const code = checks.open();
      const now = snapshot();
      return { snapshot: now, links: linksOf(now, code) };
    },

    'phone.close'() {
      checks.close();
      return { snapshot: snapshot() };
    },

    async 'drill.arm'(order) {
      const { snapshot: made } = await change(() => ({ drill: order }));
      return { snapshot: made };
    },

    async 'drill.off'() {
      const { snapshot: made } = await change(() => ({ drill: 'off' }));
      return { snapshot: made };
    },
  };
}

/** The code is in the fragment, which no browser sends. */
function linksOf(snapshot: Snapshot, code: string): PhoneLink[] {
  const { server } = snapshot;
  if (server.status !== 'serving') return [];
  const { lanAddresses, lanInterfaces = {} } = server;
  return lanAddresses.map((address) => {
    const interfaceName = lanInterfaces[address];
    return {
      address,
      ...defined({ interfaceName }),
      url: `http://${endpointHost(address)}:${endpointPort(snapshot)}${CHECK_PATH}#${code}`,
    };
  });
}
