import type { Snapshot } from '../../contract/snapshot.ts';
import { endpointPort, tokenUrl } from '../../contract/selectors.ts';

export interface EndpointTarget {
  name: string;
  url: string;
}

/** The endpoint's URL as each kind of app reaches it. An Android emulator sees this machine as 10.0.2.2. */
export function endpointTargets(snapshot: Snapshot): EndpointTarget[] {
  const port = endpointPort(snapshot);
  const lanAddresses = snapshot.server.status === 'serving' ? snapshot.server.lanAddresses : [];
  return [
    { name: 'iOS simulator', url: tokenUrl('localhost', port) },
    { name: 'Android emulator', url: tokenUrl('10.0.2.2', port) },
    { name: 'Browser', url: tokenUrl('localhost', port) },
    ...lanAddresses.map((address) => ({
      name: `Phone on the LAN (${address})`,
      url: tokenUrl(address, port),
    })),
  ];
}
