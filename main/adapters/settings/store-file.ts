/** What conf's class and electron-store's have in common, as far as it is used: setting `store` writes the file. */
export interface StoreFile {
  readonly path: string;
  store: Record<string, unknown>;
}

export interface StoreFileOptions {
  /** Absolute. */
  folder: string;
  /** The file's name without `.json`. */
  name: string;
  /** The mode of the file, such as 0o600. */
  mode: number;
}

/** Makes the host's store class: conf's in plain Node, electron-store's in Electron. */
export type CreateStoreFile = (options: StoreFileOptions) => StoreFile;
