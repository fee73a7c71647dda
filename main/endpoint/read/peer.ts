/** Where a connection comes from, by its own address alone: headers such as X-Forwarded-For say what they like. */
export interface Peer {
  from: 'loopback' | 'lan';
  address: string;
}

/** An address is unknown once the connection is gone; nothing is granted to it then. */
export function readPeer(address: string | undefined): Peer {
  if (address === undefined) return { from: 'lan', address: '' };
  return { from: isLoopbackAddress(address) ? 'loopback' : 'lan', address };
}

function isLoopbackAddress(address: string): boolean {
  return (
    address === '127.0.0.1' ||
    address === '::1' ||
    address.startsWith('127.') ||
    address.startsWith('::ffff:127.')
  );
}
