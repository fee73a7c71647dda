import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { prepareDataFolder } from '../../../main/adapters/data-folder.ts';
import {
  accessIn,
  createAccessLists,
  isInProfile,
  type WindowsAccess,
} from '../../../main/adapters/files/private-access.ts';
import { temporaryFolder } from '../../fixtures/faults/temporary-folder.ts';

const USER = 'S-1-5-21-1004336348-1177238915-682003330-1001';
/** What a new folder on a second disk inherits: authenticated users may change it, users may read it. */
const OF_A_DISK =
  'D:AI(A;ID;FA;;;BA)(A;OICIIOID;GA;;;BA)(A;ID;FA;;;SY)(A;OICIIOID;GA;;;SY)(A;ID;0x1301bf;;;AU)(A;OICIIOID;SDGXGWGR;;;AU)(A;OICIID;0x1200a9;;;BU)';
const CLOSED = `D:PAI(A;OICI;FA;;;BA)(A;OICI;FA;;;SY)(A;OICI;FA;;;${USER})`;

describe('access lists of Windows', () => {
  it.each<[string, string, WindowsAccess]>([
    ['of this user, administrators and the system', CLOSED, 'private'],
    ['inherited from a disk', OF_A_DISK, 'open'],
    ['that let everyone in', `${CLOSED}(A;;FR;;;WD)`, 'open'],
    ['of another user', CLOSED.replace('-1001', '-1002'), 'open'],
    ['with a kind that we do not know', `${CLOSED}(XA;;FX;;;WD;(Member_of{SID(BA)}))`, 'open'],
    ['with a denial', `${CLOSED}(D;;FR;;;WD)`, 'private'],
    ['that are empty', 'D:NO_ACCESS_CONTROL', 'open'],
  ])('S2 %s', (_what, list, expected) => {
    expect(accessIn(`data\r\n${list}\r\n`, USER)).toBe(expected);
  });

  it('S2 are unknown where nothing was saved', () => {
    expect(accessIn('', USER)).toBe('unknown');
    const lists = createAccessLists(() => {
      throw new Error('The parameter is incorrect.');
    });
    expect(lists.look('E:\\data')).toBe('unknown');
  });

  it('S2 are read and written with SIDs, since names are translated', () => {
    const ran: string[][] = [];
    const lists = createAccessLists((program, parameters) => {
      ran.push([program, ...parameters]);
      if (program === 'whoami') return `"desktop-4711\\zoë","${USER}"\r\n`;
      if (parameters[1] === '/save')
        writeFileSync(parameters[2] ?? '', `data\r\n${CLOSED}\r\n`, 'utf16le');
      return '';
    });
    expect(lists.look('D:\\data')).toBe('private');
    ran.length = 0;
    lists.close('D:\\data');
    expect(ran.slice(1)).toEqual([
      [
        'icacls',
        'D:\\data',
        '/inheritance:r',
        '/grant:r',
        `*${USER}:(OI)(CI)F`,
        '*S-1-5-18:(OI)(CI)F',
        '*S-1-5-32-544:(OI)(CI)F',
        '/q',
      ],
      ['icacls', 'D:\\data\\*', '/reset', '/t', '/c', '/q'],
    ]);
  });

  it.each([
    ['C:\\Users\\Ada\\AppData\\Roaming\\Token Tray', true],
    ['c:\\users\\ada\\data', true],
    ['C:\\Users\\Ada', true],
    ['C:\\Users\\Adam\\data', false],
    ['D:\\data', false],
    ['C:\\ProgramData\\tray', false],
  ])('S2 %s is in the profile: %s', (folder, expected) => {
    expect(isInProfile(folder, { USERPROFILE: 'C:\\Users\\Ada' })).toBe(expected);
    expect(isInProfile(folder, {})).toBe(false);
  });
});

function prepare(looks: WindowsAccess[], folder = join(temporaryFolder(), 'data')) {
  let closed = 0;
  const accessLists = {
    look: () => looks.shift() ?? 'unknown',
    close: () => {
      closed += 1;
      if (looks[0] === 'open') throw new Error('Access is denied.');
    },
  };
  const { notices } = prepareDataFolder(folder, { platform: 'win32', env: {}, accessLists });
  return { notices, closed };
}

describe('a data folder outside the profile on Windows', () => {
  it('S2 is closed to others, read back, and that is told', () => {
    const { notices, closed } = prepare(['open', 'private']);
    expect(closed).toBe(1);
    expect(notices).toEqual([expect.stringContaining('Now only you')]);
  });

  it('S2 that cannot be closed is a warning', () => {
    expect(prepare(['open', 'open']).notices).toEqual([
      expect.stringContaining('may be able to open'),
    ]);
    expect(prepare(['unknown'])).toEqual({
      closed: 0,
      notices: [expect.stringContaining('in your user profile')],
    });
  });

  it('S2 that is private already is left alone', () => {
    expect(prepare(['private'])).toEqual({ notices: [], closed: 0 });
  });

  it('S2 that holds other files is refused, and not closed to those who use them', () => {
    const folder = temporaryFolder();
    writeFileSync(join(folder, 'notes.txt'), 'theirs');
    expect(() => prepare(['open', 'private'], folder)).toThrow('--data-dir');
  });
});
