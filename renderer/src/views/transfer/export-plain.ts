import { download } from '../../state/download.ts';
import type { Store } from '../../state/store.ts';

/** Hands everything but the secrets to the browser as a file. */
export async function exportPlain(store: Store): Promise<void> {
  const made = await store.settle(store.client.call('settings.export'));
  if (made !== undefined) download(made.value.fileName, made.value.content);
}
