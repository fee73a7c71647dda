import { describe, expect, it } from 'vitest';
import {
  decodeMessages,
  encodeCall,
  type BusCall,
} from '../../../main/hosts/electron/dbus-message.ts';
import { sessionBusPath } from '../../../main/hosts/electron/session-bus.ts';

/** A reply of `dbus-daemon` to NameHasOwner, as it came over its socket. */
const NAME_HAS_OWNER_REPLY = Buffer.from(
  '6c02010104000000030000003d00000006017300060000003a312e3133380000050175000300000008016700016200000701730014000000' +
    '6f72672e667265656465736b746f702e4442757300000000' +
    '01000000',
  'hex',
);

/** A panel's reply to a call for its property `RegisteredStatusNotifierItems`. */
const ITEMS_REPLY = Buffer.from(
  '6c02000147000000080000001f000000050175000500000006017300040000003a312e39000000000801670001760000' +
    '026173003f000000170000003a312e372f5374617475734e6f7469666965724974656d001e0000006f72672e6b64652e' +
    '5374617475734e6f7469666965724974656d2d342d3100',
  'hex',
);

function aCall(member: string, ...strings: string[]): BusCall {
  return {
    destination: 'org.freedesktop.DBus',
    path: '/org/freedesktop/DBus',
    interface: 'org.freedesktop.DBus',
    member,
    strings,
  };
}

describe('the D-Bus wire format', () => {
  it('reads its own calls back', () => {
    const call = encodeCall(7, aCall('NameHasOwner', 'org.example.A'));
    expect(call.length % 8).toBe((4 + 'org.example.A'.length + 1) % 8);
    expect(decodeMessages(call)).toEqual({
      messages: [
        {
          type: 1,
          replySerial: undefined,
          interface: 'org.freedesktop.DBus',
          member: 'NameHasOwner',
          body: ['org.example.A'],
        },
      ],
      rest: Buffer.alloc(0),
    });
  });

  it('reads a reply of the daemon, in one piece or byte by byte', () => {
    const expected = [
      { type: 2, replySerial: 3, interface: undefined, member: undefined, body: ['true'] },
    ];
    expect(decodeMessages(NAME_HAS_OWNER_REPLY).messages).toEqual(expected);

    let pending: Buffer = Buffer.alloc(0);
    const messages = [];
    for (const byte of NAME_HAS_OWNER_REPLY) {
      const read = decodeMessages(Buffer.concat([pending, Buffer.from([byte])]));
      pending = read.rest;
      messages.push(...read.messages);
    }
    expect(messages).toEqual(expected);
  });

  it('reads a list of strings in a variant, as a panel answers for its icons', () => {
    const values = [':1.7/StatusNotifierItem', 'org.kde.StatusNotifierItem-4-1'];
    expect(decodeMessages(ITEMS_REPLY).messages).toMatchObject([
      { type: 2, replySerial: 5, body: [values] },
    ]);
  });

  it('gives up on what is no D-Bus, instead of waiting for it to end', () => {
    expect(() => decodeMessages(Buffer.from('HTTP/1.1 400 Bad Request'))).toThrow('D-Bus');
    const endless = encodeCall(1, aCall('Hello'));
    endless.writeUInt32LE(0x7fffffff, 4);
    expect(() => decodeMessages(endless)).toThrow('longer');
  });
});

describe('where the session bus is', () => {
  it.each([
    [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/run/user/1000/bus' }, '/run/user/1000/bus'],
    [{ DBUS_SESSION_BUS_ADDRESS: 'unix:path=/tmp/a%20b,guid=12' }, '/tmp/a b'],
    [{ DBUS_SESSION_BUS_ADDRESS: 'tcp:host=x;unix:guid=1,path=/p' }, '/p'],
    [{ DBUS_SESSION_BUS_ADDRESS: 'unix:abstract=/tmp/dbus-x,guid=1' }, '\0/tmp/dbus-x'],
    [{ DBUS_SESSION_BUS_ADDRESS: '', XDG_RUNTIME_DIR: '/run/user/7' }, '/run/user/7/bus'],
    [{ DBUS_SESSION_BUS_ADDRESS: 'disabled:' }, undefined],
    [{}, undefined],
  ])('is read from %o', (environment, path) => {
    expect(sessionBusPath(environment)).toBe(path);
  });
});
