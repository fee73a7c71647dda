import { describe, expect, it } from 'vitest';
import {
  ownerPhrase,
  listeningSockets,
  parseLsof,
  parseNetstat,
  parseSocketTable,
  parseTasklist,
  portListeners,
} from '../../../main/listener/port-failure.ts';
import { foreignServer } from './foreign-server.ts';

function listeningAt(local: string): string {
  return `   0: ${local}:1EC8 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000 100 0 0 10 0`;
}

describe('who has a port', () => {
  it('R1 is asked of the system this runs on', async () => {
    const { port, close } = await foreignServer('127.0.0.1');
    expect((await portListeners(port)).map(({ pid }) => pid)).toEqual([process.pid]);
    expect(await listeningSockets(port)).toMatchObject([
      { address: '127.0.0.1', pid: process.pid },
    ]);
    await close();
    expect(await portListeners(port)).toEqual([]);
  });

  it('R1 reads the kernel’s table: the state LISTEN and this port alone', () => {
    const table = [
      '  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode',
      '   0: 0100007F:1ECD 00000000:0000 0A 00000000:00000000 00:00000000 00000000  1000        0 4711 1 0000 100 0 0 10 0',
      '   1: 0100007F:1ECD 0100007F:D431 01 00000000:00000000 00:00000000 00000000  1000        0 4712 1 0000 20 4 30 10 -1',
      '   2: 00000000:1ECE 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4713 1 0000 100 0 0 10 0',
    ].join('\n');
    expect(parseSocketTable(table, 7885)).toEqual([{ address: '127.0.0.1', inode: '4711' }]);
  });

  it('reads the kernel’s addresses, of both families', () => {
    const table = [
      '00000000',
      '1401A8C0',
      '00000000000000000000000000000000',
      '00000000000000000000000001000000',
      '000080FE00000000FF565002BD7DFEFE',
    ].map(listeningAt);
    expect(parseSocketTable(table.join('\n'), 7880).map(({ address }) => address)).toEqual([
      '0.0.0.0',
      '192.168.1.20',
      '::',
      '::1',
      'fe80::250:56ff:fefe:7dbd',
    ]);
  });

  it('R1 reads lsof as macOS prints it', () => {
    const output =
      'p811\ncControlCenter\nf10\nn*:7885\nf11\nn[::1]:7885\np93021\ncnode\nf22\nn127.0.0.1:7885\n';
    expect(parseLsof(output)).toEqual([
      { address: '0.0.0.0', pid: 811, name: 'ControlCenter' },
      { address: '::1', pid: 811, name: 'ControlCenter' },
      { address: '127.0.0.1', pid: 93_021, name: 'node' },
    ]);
    expect(parseLsof('')).toEqual([]);
  });

  it('R1 reads netstat and tasklist in any language of Windows', () => {
    const table = [
      'Aktive Verbindungen',
      '',
      '  Proto  Lokale Adresse         Remoteadresse          Status           PID',
      '  TCP    0.0.0.0:7885           0.0.0.0:0              ABHÖREN          4312',
      '  TCP    127.0.0.1:7885         127.0.0.1:50212        HERGESTELLT      99',
      '  TCP    0.0.0.0:17885          0.0.0.0:0              ABHÖREN          77',
      '  TCP    [::]:7885              [::]:0                 ABHÖREN          4312',
    ].join('\r\n');
    expect(parseNetstat(table, 7885)).toEqual([
      { address: '0.0.0.0', pid: 4312 },
      { address: '::', pid: 4312 },
    ]);
    // As a French Windows writes it; some translations use two words.
    expect(
      parseNetstat('  TCP    0.0.0.0:7885    0.0.0.0:0    À l’écoute    4313\r\n', 7885),
    ).toEqual([{ address: '0.0.0.0', pid: 4313 }]);
    expect(parseNetstat('  TCP    0.0.0.0:7885    0.0.0.0:0    LISTENING\r\n', 7885)).toEqual([]);
    expect(parseTasklist('"node.exe","4312","Console","1","52.100 K"\r\n')).toBe('node.exe');
    expect(parseTasklist('INFORMATION: Es werden keine Aufgaben ausgeführt.')).toBeUndefined();
  });

  it('R1 is named as far as it is known', () => {
    expect(ownerPhrase([], false)).toBe('');
    expect(ownerPhrase([{ pid: 7 }], false)).toBe(' by process 7');
    expect(ownerPhrase([{ pid: 7, name: 'node' }], false)).toBe(' by node (process 7)');
    expect(ownerPhrase([{ pid: 7, name: 'node' }], true)).toBe(
      ' by another Token Tray (process 7)',
    );
    expect(ownerPhrase([], true)).toBe(' by another Token Tray');
    expect(ownerPhrase([{ pid: process.pid, name: 'node' }], true)).toBe(' by Token Tray itself');
  });
});
