export interface Gathered {
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
