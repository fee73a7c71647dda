/** Sends a message at the interval that it is sent, in milliseconds. */
self.addEventListener('message', ({ data }: MessageEvent<number>) => {
  setInterval(() => {
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's has none
    self.postMessage(null);
  }, data);
});
