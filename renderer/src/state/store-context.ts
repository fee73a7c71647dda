import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { Snapshot } from '../../../main/contract/snapshot.ts';
import type { Store } from './store.ts';

const Context = createContext<Store | undefined>(undefined);

export const StoreProvider = Context.Provider;

export function useStore(): Store {
  const store = useContext(Context);
  if (store === undefined) throw new Error('A part was rendered outside the StoreProvider.');
  return store;
}

/** The host's state. Views are rendered only once there is one. */
export function useSnapshot(): Snapshot {
  const snapshot = useStore().feed.snapshot.value;
  if (snapshot === undefined) throw new Error('A view was rendered before the state was read.');
  return snapshot;
}
