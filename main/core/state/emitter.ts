import type { EventName, Events } from '../../contract/client.ts';

type Listener = (payload: never) => void;

interface Emitter {
  emit<Name extends EventName>(event: Name, payload: () => Events[Name]): void;
  listen<Name extends EventName>(
    event: Name,
    listener: (payload: Events[Name]) => void,
  ): () => void;
}

/** Payloads are made only if someone listens. A listener that throws is reported and does not stop the others. */
export function createEmitter(onListenerError: (error: unknown) => void): Emitter {
  const listeners = new Map<EventName, Set<Listener>>();
  return {
    emit(event, payload) {
      const set = listeners.get(event);
      if (set === undefined || set.size === 0) return;
      const value = payload();
      for (const listener of set) {
        try {
          // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- `listen` filed it under its own event.
          (listener as (payload: typeof value) => void)(value);
        } catch (error) {
          onListenerError(error);
        }
      }
    },
    listen(event, listener) {
      const set = listeners.get(event) ?? new Set<Listener>();
      listeners.set(event, set);
      set.add(listener);
      return () => {
        set.delete(listener);
      };
    },
  };
}

interface Gathered {
  /** Runs the action once, a moment from now, however often it is called until then. */
  soon(): void;
  close(): void;
}

export function gather(milliseconds: number, action: () => void): Gathered {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    soon() {
      timer ??= setTimeout(() => {
        timer = undefined;
        action();
      }, milliseconds);
      timer.unref();
    },
    close() {
      clearTimeout(timer);
      timer = undefined;
    },
  };
}
