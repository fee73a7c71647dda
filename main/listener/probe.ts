import { get } from 'node:http';

/** What answers `/health` at an address: this instance, another Token Tray, something else, or nothing. */
export type ProbeResult = 'ours' | 'another-token-tray' | 'foreign' | 'silent';

interface ProbeOptions {
  /** An address, or a name such as `localhost`. */
  host: string;
  port: number;
  instanceId: string;
  timeoutMs?: number;
}

const TIMEOUT_MS = 2_000;
/** Our own answer is far shorter; a stranger's may be endless. */
const MAX_ANSWER_CHARACTERS = 4_096;

/**
 * Asks what answers at an address. "Listening" means little: another process may hold a wider or a
 * narrower bind of the port, or a proxy may sit in front of it. Never throws.
 */
export function probeAddress(options: ProbeOptions): Promise<ProbeResult> {
  const { host, port, instanceId, timeoutMs = TIMEOUT_MS } = options;
  return new Promise((resolve) => {
    const request = get({ host, port, path: '/health', agent: false }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
        if (text.length > MAX_ANSWER_CHARACTERS) response.destroy();
      });
      response.on('error', () => undefined);
      response.on('close', () => settle(whoAnswered(text, instanceId)));
    });
    const settle = (result: ProbeResult): void => {
      clearTimeout(deadline);
      resolve(result);
    };
    // Not the socket's own timeout: that counts from the last byte, and a stranger may send one at a time.
    const deadline = setTimeout(() => {
      settle('silent');
      request.destroy();
    }, timeoutMs);
    request.on('error', () => settle('silent'));
  });
}

/** Whether the instance with this id answers on this machine's `port`. Never throws. */
export async function answersAt(port: number, instanceId: string): Promise<boolean> {
  return (await probeAddress({ host: '127.0.0.1', port, instanceId })) === 'ours';
}

function whoAnswered(text: string, instanceId: string): ProbeResult {
  let health: unknown;
  try {
    health = JSON.parse(text);
  } catch {
    return 'foreign';
  }
  if (typeof health !== 'object' || health === null || !('instance_id' in health)) return 'foreign';
  return health.instance_id === instanceId ? 'ours' : 'another-token-tray';
}
