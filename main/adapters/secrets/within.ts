export const LATE = Symbol('late');

/** What `promise` answers, or `LATE` after `ms`. The promise goes on; whoever holds it may still wait for it. */
export async function within<Value>(
  promise: Promise<Value>,
  ms: number,
): Promise<Value | typeof LATE> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<typeof LATE>((resolve) => {
    timer = setTimeout(() => {
      resolve(LATE);
    }, ms);
  });
  try {
    return await Promise.race([promise, late]);
  } finally {
    clearTimeout(timer);
  }
}
