import { expect, it } from 'vitest';
import { readPeer } from '../../../main/endpoint/read/peer.ts';

it.each([
  ['127.0.0.1', 'loopback'],
  ['127.8.9.1', 'loopback'],
  ['::1', 'loopback'],
  ['::ffff:127.0.0.1', 'loopback'],
  ['192.168.1.50', 'lan'],
  ['::ffff:192.168.1.50', 'lan'],
  ['fe80::1', 'lan'],
  ['1127.0.0.1', 'lan'],
  ['::ffff:10.127.0.1', 'lan'],
  [undefined, 'lan'],
])('A20 takes %s for %s', (address, from) => {
  expect(readPeer(address)).toEqual({ from, address: address ?? '' });
});
