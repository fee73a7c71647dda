import { TokenTrayError } from '../../contract/errors.ts';
import type { CreateStoreFile } from './store-file.ts';

export interface StoreLoadedLater {
  createStore: CreateStoreFile;
  /** Loads the store class; repeated calls load it once. */
  prepare(): Promise<void>;
}

/**
 * Keeps the store class, and everything it brings along, out of the way of the first token: `load` imports it
 * once the endpoint answers. A save before that fails as any other save can, and loses nothing.
 */
export function storeLoadedLater(load: () => Promise<CreateStoreFile>): StoreLoadedLater {
  let loading: Promise<void> | undefined;
  let loaded: CreateStoreFile | undefined;

  const start = async (): Promise<void> => {
    try {
      loaded = await load();
    } catch (error) {
      // The next call tries again.
      loading = undefined;
      throw error;
    }
  };

  return {
    createStore(options) {
      if (loaded === undefined) {
        throw new TokenTrayError('settings_unwritable', {
          reason: 'The app is still starting. Try again in a moment.',
        });
      }
      return loaded(options);
    },
    prepare() {
      loading ??= start();
      return loading;
    },
  };
}
