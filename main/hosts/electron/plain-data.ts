/** Deeper than any input of the contract; deep nesting overflows what copies or prints it. */
const MAX_DEPTH = 32;
/** The longest input is a file to import, at most 8 MiB of text. */
const MAX_SIZE = 10 * 1024 * 1024;

/**
 * Whether a value that came over IPC is what JSON could carry, so that both transports bring the core the
 * same kind of input: no maps, buffers or cycles, no `__proto__` keys, bounded in depth and size.
 */
export function isPlainData(value: unknown): boolean {
  let size = 0;
  const check = (part: unknown, depth: number): boolean => {
    size += typeof part === 'string' ? part.length : 8;
    if (size > MAX_SIZE || depth > MAX_DEPTH) return false;
    if (part === null || part === undefined) return true;
    if (typeof part === 'string' || typeof part === 'boolean') return true;
    if (typeof part === 'number') return Number.isFinite(part);
    if (Array.isArray(part)) return part.every((item) => check(item, depth + 1));
    if (typeof part !== 'object' || Object.getPrototypeOf(part) !== Object.prototype) return false;
    return Object.entries(part).every(([key, item]) => {
      size += key.length;
      return key !== '__proto__' && check(item, depth + 1);
    });
  };
  return check(value, 0);
}
