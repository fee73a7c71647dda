import { cause, type Cause } from '../../contract/causes/causes.ts';
import { signalPort } from '../../contract/livekit-url.ts';
import type { PhoneHopName } from '../../contract/phone-check.ts';
import type { Project } from '../../contract/project.ts';
import { projectCause } from '../doctor/examine-clock.ts';
import { listed, probeOwnJoin } from '../doctor/examine-join.ts';
import type { LiveKitServer } from '../livekit-ports.ts';
import type { Clock, IssuedAnswer } from '../ports.ts';
import type { State } from '../state/state.ts';
import type { Vault } from '../state/vault.ts';

export interface PhoneCauseDeps {
  state: Pick<State, 'activeProject'>;
  vault: Pick<Vault, 'read'>;
  server: LiveKitServer;
  clock: Clock;
}

/** Why a phone got no further than a hop: what this machine sees at the same place decides. Never throws. */
export function createPhoneCauseFinder(deps: PhoneCauseDeps) {
  const signalCause = async (
    { url }: Project,
    { serverUrl, token }: IssuedAnswer,
  ): Promise<Cause> => {
    const atHome = await deps.server.ask({ url, token });
    const refusal = projectCause(atHome, url);
    if (refusal !== undefined) return refusal;
    // At the address that the phone was given. A server on loopback does not answer there.
    const atAddress = serverUrl === url ? atHome : await deps.server.ask({ url: serverUrl, token });
    if (atAddress.cause !== undefined) return cause('server_on_loopback', { device: 'the phone' });
    const { host } = new URL(serverUrl);
    return cause('signal_blocked', { host, port: signalPort(serverUrl) });
  };

  /** The server offers the same addresses to this machine, and here it shows whether they answer at all. */
  const mediaCause = async (project: Project): Promise<Cause> => {
    const reading = deps.vault.read(project);
    if (reading.state !== 'set') return cause('media_blocked', { addresses: '' });
    const { media } = await probeOwnJoin(deps.server, {
      project,
      secret: reading.secret,
      nowSeconds: Math.floor(deps.clock() / 1000),
    });
    const addresses = listed(media);
    if (media.length > 0 && media.every(({ reachable }) => !reachable)) {
      return cause('no_media_path', { addresses });
    }
    return cause('media_blocked', { addresses: addresses === '' ? '' : ` (${addresses})` });
  };

  return async (
    { hop, detail }: { hop: PhoneHopName; detail: string },
    issued: IssuedAnswer | undefined,
  ): Promise<Cause> => {
    const project = deps.state.activeProject();
    if (project === undefined || issued === undefined) return cause('phone_gone');
    if (hop === 'signal') return signalCause(project, issued);
    if (hop === 'media') return mediaCause(project);
    return cause('data_blocked', { reason: detail });
  };
}
