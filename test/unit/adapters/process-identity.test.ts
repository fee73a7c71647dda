import { describe, expect, it, vi } from 'vitest';
import { identifyThisProcess, isProcessAlive } from '../../../main/adapters/lock/lock-owner.ts';
import { itOnLinux } from '../../fixtures/posix.ts';

type ProcessIdentity = ReturnType<typeof identifyThisProcess>;

/** Larger than any process number that Linux gives. */
const NO_PROCESS = 2 ** 22 + 5;

function another(changes: Partial<ProcessIdentity>): ProcessIdentity {
  return { ...identifyThisProcess(), ...changes };
}

/** What the system answers to the question whether a process exists. */
function systemSays(error?: Error): void {
  vi.spyOn(process, 'kill').mockImplementation(() => {
    if (error !== undefined) throw error;
    return true;
  });
}

describe('a process written down earlier', () => {
  itOnLinux('/proc', 'is alive with the same number and the same start', () => {
    expect(identifyThisProcess().startedAt).toMatch(/^[0-9a-f-]{36}\/\d+$/);
    expect(isProcessAlive(another({}))).toBe('alive');
    expect(isProcessAlive(another({ startedAt: 'another-boot/1' }))).toBe('dead');
  });

  it.each([0, -1, 1.5])('is dead with the number %d, which no process has', (pid) => {
    systemSays();
    expect(isProcessAlive(another({ pid }))).toBe('dead');
  });

  itOnLinux('/proc', 'is alive where the system says that it belongs to another user', () => {
    systemSays(Object.assign(new Error('no'), { code: 'EPERM' }));
    expect(isProcessAlive(another({}))).toBe('alive');
  });

  it.each([Object.assign(new Error('no'), { code: 'ESRCH' }), new Error('no')])(
    'is dead where the system says anything else: %o',
    (error) => {
      systemSays(error);
      expect(isProcessAlive(another({}))).toBe('dead');
    },
  );

  it('may be alive elsewhere, or where its start is not known', () => {
    expect(isProcessAlive(another({ realm: 'another-container' }))).toBe('unknown');
    expect(isProcessAlive({ pid: process.pid, realm: another({}).realm })).toBe('unknown');
    systemSays();
    expect(isProcessAlive(another({ pid: NO_PROCESS }))).toBe('unknown');
    expect(isProcessAlive({ pid: NO_PROCESS, realm: another({}).realm })).toBe('unknown');
  });
});
