import type { Snapshot } from '../../contract/snapshot.ts';
import { firstSentence } from './menu-text.ts';

/** The server's state as one short line: where tokens are served, or why they are not. */
export function serverLine({ server }: Snapshot): string {
  switch (server.status) {
    case 'serving':
      return server.lan
        ? `Serving on port ${server.port} and the LAN`
        : `Serving on port ${server.port}`;
    case 'starting':
      return `Starting on port ${server.port}`;
    case 'stopped':
      return 'Stopped';
    case 'failed':
      return firstSentence(server.failure.message);
  }
}
