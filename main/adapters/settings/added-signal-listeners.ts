const SIGNALS = [
  'SIGHUP',
  'SIGINT',
  'SIGTERM',
  'SIGQUIT',
  'SIGALRM',
  'SIGABRT',
  'SIGVTALRM',
  'SIGXCPU',
  'SIGXFSZ',
  'SIGUSR2',
  'SIGTRAP',
  'SIGSYS',
] as const;

const before = new Map(SIGNALS.map((signal) => [signal, new Set(process.listeners(signal))]));

/**
 * Removes the listeners that were added since this module was evaluated. The store classes bring one for every
 * signal that ends a process, which sends the signal again: to a host that is stopping, a second signal means
 * "at once". Imports are evaluated in the order they stand, so this module stands before the store class, and
 * nothing else can have come between.
 */
export function removeAddedSignalListeners(): void {
  for (const [signal, known] of before) {
    for (const listener of process.listeners(signal)) {
      if (!known.has(listener)) process.removeListener(signal, listener);
    }
  }
}
