import { CHECK_PATH, type PhoneLink } from '../../contract/phone-check.ts';
import { endpointPort, endpointHost } from '../../contract/selectors.ts';
import type { Snapshot } from '../../contract/snapshot.ts';
import type { Handlers } from '../dispatch.ts';
import type { PhoneChecks } from '../phone/phone-checks.ts';
import { lanKeyIfMissing } from '../state/vault.ts';
import type { HandlerContext } from './handler-context.ts';

const MINUTE_MS = 60_000;

export function phoneHandlers(
  { vault, change, ports, snapshot }: HandlerContext,
  checks: PhoneChecks,
): Pick<Handlers, 'phone.open' | 'phone.close'> {
  return {
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
      ...(interfaceName === undefined ? {} : { interfaceName }),
      url: `http://${endpointHost(address)}:${endpointPort(snapshot)}${CHECK_PATH}#${code}`,
    };
  });
}
