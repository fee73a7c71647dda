import { effect, signal, type Signal } from '@preact/signals';

export interface Drafts {
  /**
   * Unsaved input, kept across views and reloads. `undefined` if there is none. `forReload` removes what must
   * stay in memory, such as secrets.
   */
  of<Value extends object>(
    key: string,
    forReload?: (value: Value) => Value,
  ): Signal<Value | undefined>;
}

const PREFIX = 'token-tray.draft.';

export function createDrafts(storage: Storage): Drafts {
  const open = new Map<string, unknown>();

  return {
    of<Value extends object>(key: string, forReload: (value: Value) => Value = (value) => value) {
      const known = open.get(key);
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- one key is one form, so one type
      if (known !== undefined) return known as Signal<Value | undefined>;
      const draft = signal(
        // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by this form in this session
        read(storage, PREFIX + key) as Value | undefined,
      );
      effect(() => {
        const { value } = draft;
        write(storage, PREFIX + key, value === undefined ? undefined : forReload(value));
      });
      open.set(key, draft);
      return draft;
    },
  };
}

function read(storage: Storage, key: string): unknown {
  const text = storage.getItem(key);
  if (text === null) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function write(storage: Storage, key: string, value: object | undefined): void {
  try {
    if (value === undefined) storage.removeItem(key);
    else storage.setItem(key, JSON.stringify(value));
  } catch {
    // Full storage loses only the copy for a reload.
  }
}
