import { describe, expect, it } from 'vitest';
import { renamePatiently } from '../../../main/adapters/files/write-atomically.ts';

function failing(times: number, code: string): { rename: () => void; calls: () => number } {
  let calls = 0;
  return {
    rename() {
      calls += 1;
      if (calls <= times) throw Object.assign(new Error(code), { code });
    },
    calls: () => calls,
  };
}

describe('S13 a rename on Windows', () => {
  it.each(['EPERM', 'EACCES', 'EBUSY'])(
    'waits while another program holds the file: %s',
    (code) => {
      const { rename, calls } = failing(3, code);
      renamePatiently('from', 'to', { rename, platform: 'win32', pause: () => {} });
      expect(calls()).toBe(4);
    },
  );

  it('gives up after two seconds with the cause', () => {
    const { rename } = failing(Number.POSITIVE_INFINITY, 'EPERM');
    let waited = 0;
    const pause = (milliseconds: number): void => {
      waited += milliseconds;
    };
    expect(() => renamePatiently('from', 'to', { rename, platform: 'win32', pause })).toThrow(
      'EPERM',
    );
    expect(waited).toBe(2000);
  });

  it('really pauses between two tries', () => {
    const { rename } = failing(1, 'EBUSY');
    const started = performance.now();
    renamePatiently('from', 'to', { rename, platform: 'win32' });
    expect(performance.now() - started).toBeGreaterThan(20);
  });

  it('does not wait for an error that stays, nor on another system', () => {
    const full = failing(1, 'ENOSPC');
    expect(() => renamePatiently('a', 'b', { rename: full.rename, platform: 'win32' })).toThrow();
    const forbidden = failing(1, 'EPERM');
    expect(() =>
      renamePatiently('a', 'b', { rename: forbidden.rename, platform: 'linux' }),
    ).toThrow();
    expect(full.calls() + forbidden.calls()).toBe(2);
  });
});
