import { get } from 'node:http';

const PATIENCE_MS = 700;
const MAX_CHARACTERS = 4096;

/** Whether `/health` on this machine's `port` is answered by the instance with this id. Never throws. */
export function answersHealth(port: number, instanceId: string): Promise<boolean> {
  return new Promise((resolve) => {
    const request = get(
      { host: '127.0.0.1', port, path: '/health', agent: false, timeout: PATIENCE_MS },
      (response) => {
        let body = '';
        response.setEncoding('utf8');
        response.on('data', (chunk: string) => {
          body += chunk;
          if (body.length > MAX_CHARACTERS) response.destroy();
        });
        response.on('error', () => {
          resolve(false);
        });
        response.on('close', () => {
          resolve(body.includes(instanceId));
        });
      },
    );
    request.on('timeout', () => request.destroy());
    request.on('error', () => {
      resolve(false);
    });
    // The timeout above is of silence; this one is of the whole exchange.
    setTimeout(() => request.destroy(), PATIENCE_MS * 2).unref();
  });
}
