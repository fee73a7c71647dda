import type { IssuedToken } from '../../../../main/contract/activity.ts';
import { LINKS } from '../../../../main/contract/host-description.ts';
import { endpointUrl, curlForToken } from '../../state/endpoint-urls.ts';
import type { Store } from '../../state/store.ts';
import { words } from '../../words/token-words.ts';

/** A new token with the project, preset, room, identity and name of `token`. */
export async function mintAgain(
  store: Store,
  token: IssuedToken,
): Promise<IssuedToken | undefined> {
  const { projectId, presetId, room, identity, name } = token;
  const minted = await store.settle(
    store.client.call('token.mint', {
      projectId,
      presetId,
      room,
      identity,
      ...(name === undefined ? {} : { name }),
      source: 'window',
    }),
  );
  if (minted !== undefined) store.selected.tokens.value = minted.value.id;
  return minted?.value;
}

export function tokenCurl(store: Store, token: IssuedToken): string {
  const snapshot = store.feed.snapshot.value;
  const preset = snapshot?.presets.find(({ id }) => id === token.presetId);
  const project = snapshot?.projects.find(({ id }) => id === token.projectId);
  const url =
    snapshot === undefined
      ? ''
      : endpointUrl(snapshot, 'machine', {
          ...(project === undefined || project.id === snapshot.activeProjectId
            ? {}
            : { project: project.slug }),
          ...(preset === undefined || preset.id === project?.presetId
            ? {}
            : { preset: preset.slug }),
        });
  return curlForToken(token, url ?? '');
}

/** Joins with the token in LiveKit Meet, opened by the host if it can, otherwise by the page. */
export async function openInMeet(store: Store, token: IssuedToken): Promise<void> {
  if (store.feed.host.value?.capabilities.openLink === true) {
    await store.settle(store.client.call('link.open', { link: 'meet', tokenId: token.id }));
    return;
  }
  const query = new URLSearchParams({ liveKitUrl: token.serverUrl, token: token.token });
  window.open(`${LINKS.meet}?${query.toString()}`, '_blank', 'noopener,noreferrer');
}

export async function copyFresh(store: Store, token: IssuedToken): Promise<void> {
  const fresh = await mintAgain(store, token);
  if (fresh !== undefined) await store.copy(fresh.token, words.token);
}
