import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';

export interface RawConnection {
  socket: Socket;
  send(text: string): void;
  /** All that came so far. */
  received(): string;
  /** Resolves with all that came once it holds `text`. */
  until(text: string): Promise<string>;
  /** Resolves with all that came once the other side has closed. */
  closed(): Promise<{ text: string }>;
}

/** A connection on which a test says what it likes. */
export async function rawConnection(port: number, host = '127.0.0.1'): Promise<RawConnection> {
  const socket = createConnection({ port, host });
  let text = '';
  let isClosed = false;
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
  });
  socket.on('error', () => undefined);
  socket.on('close', () => {
    isClosed = true;
  });
  await once(socket, 'connect');
  return {
    socket,
    send: (content) => void socket.write(content, 'latin1'),
    received: () => text,
    until: async (wanted) => {
      while (!text.includes(wanted)) {
        if (isClosed) throw new Error(`closed before ${wanted}: ${text}`);
        await Promise.race([once(socket, 'data'), once(socket, 'close')]);
      }
      return text;
    },
    closed: async () => {
      if (!isClosed) await once(socket, 'close');
      return { text };
    },
  };
}
