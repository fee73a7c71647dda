import { connect } from 'node:net';

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  body: string;
  /** Everything that came, for pipelined requests. */
  all: string;
}

/** Writes bytes on a plain connection and reads until it closes: fetch would tidy up what is to be tested. */
export function rawHttp(port: number, text: string): Promise<RawAnswer> {
  return new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(text));
    let all = '';
    socket.setEncoding('utf8');
    socket.setTimeout(5_000, () => socket.destroy(new Error('the connection stayed open')));
    socket.on('data', (piece: string) => {
      all += piece;
    });
    socket.once('error', reject);
    socket.once('close', () => {
      const [head = '', ...rest] = all.split('\r\n\r\n');
      const [statusLine = '', ...lines] = head.split('\r\n');
      const headers = lines.map((line): [string, string] => {
        const at = line.indexOf(':');
        return [line.slice(0, at).toLowerCase(), line.slice(at + 1).trim()];
      });
      resolve({
        status: Number(statusLine.split(' ')[1] ?? 0),
        headers: Object.fromEntries(headers),
        body: rest.join('\r\n\r\n'),
        all,
      });
    });
  });
}
