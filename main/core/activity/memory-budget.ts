/** What requests and tokens may take together. */
const LIMIT_BYTES = 32 * 1024 * 1024;

/** A limit in bytes on what is remembered: the oldest is forgotten for the newest. */
export interface MemoryBudget {
  /** Counts an item. `forget` is called when it has to go. Answers how to give its bytes back earlier. */
  hold(bytes: number, forget: () => void): () => void;
  heldBytes(): number;
}

export function createMemoryBudget(limitBytes: number = LIMIT_BYTES): MemoryBudget {
  /** Oldest first. */
  const items = new Set<{ bytes: number; forget: () => void }>();
  let held = 0;
  return {
    hold(bytes, forget) {
      const item = { bytes, forget };
      const release = (): void => {
        if (items.delete(item)) held -= bytes;
      };
      items.add(item);
      held += bytes;
      for (const oldest of items) {
        if (held <= limitBytes) break;
        items.delete(oldest);
        held -= oldest.bytes;
        oldest.forget();
      }
      return release;
    },
    heldBytes: () => held,
  };
}

/** An object and the references to it, roughly. */
const OBJECT_BYTES = 64;
/** How V8 stores a character outside Latin-1; counted for every one, so the estimate errs on the safe side. */
const CHARACTER_BYTES = 2;

/** About how much memory plain data takes. */
export function bytesOf(value: unknown): number {
  if (typeof value === 'string') return OBJECT_BYTES + value.length * CHARACTER_BYTES;
  if (typeof value !== 'object' || value === null) return 8;
  let bytes = OBJECT_BYTES;
  for (const key in value) bytes += 16 + bytesOf(Reflect.get(value, key));
  return bytes;
}
