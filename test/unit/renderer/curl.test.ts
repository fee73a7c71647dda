import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import type { ActivityDetail } from '../../../main/contract/activity.ts';
import {
  curlForRequest,
  curlForToken,
  shellWord,
} from '../../../renderer/src/state/endpoint-urls.ts';
import { aToken } from '../../fixtures/snapshot.ts';
import { describeOnPosix } from '../../fixtures/posix.ts';

/** What a shell makes of the command: the arguments of curl. */
function argumentsOf(command: string): string[] {
  const printed = execFileSync(
    'sh',
    ['-c', command.replace(/^curl/, "printf '%s\\n--next--\\n'")],
    {
      encoding: 'utf8',
    },
  );
  return printed.split('\n--next--\n').slice(0, -1);
}

describeOnPosix('a shell', 'commands for a terminal', () => {
  it('keep quotes, dollars, backticks and line breaks of what an app sent', () => {
    const nasty = `o'hara $(id) \`id\` "x" \\ \n!`;
    const command = curlForToken(
      aToken({ identity: nasty, room: 'lobby' }),
      'http://localhost:7885/token',
    );
    const given = argumentsOf(command);
    expect(given.slice(0, 3)).toEqual(['-X', 'POST', 'http://localhost:7885/token']);
    expect(JSON.parse(given.at(-1) ?? '')).toEqual({
      room_name: 'lobby',
      participant_identity: nasty,
    });
  });

  it('repeat a recorded request without what curl sets itself', () => {
    const detail: ActivityDetail = {
      id: '1',
      at: 0,
      durationMs: 1,
      outcome: 'issued',
      method: 'POST',
      path: '/token',
      status: 200,
      caller: { host: 'localhost', from: 'loopback', address: '127.0.0.1', client: 'curl' },
      fields: [],
      warnings: [],
      request: {
        headers: { host: 'localhost:1', 'content-length': '2', 'x-it': `it's` },
        target: '/token?preset=viewer&x=1',
        body: `{"a":"'"}`,
      },
    };
    expect(argumentsOf(curlForRequest(detail, 7885))).toEqual([
      '-X',
      'POST',
      'http://localhost:7885/token?preset=viewer&x=1',
      '-H',
      `x-it: it's`,
      '--data-binary',
      `{"a":"'"}`,
    ]);
  });
});

describe('a word of a shell', () => {
  it('stays bare only if no character is special', () => {
    expect(shellWord('http://localhost:7885/token')).toBe('http://localhost:7885/token');
    expect(shellWord('a b')).toBe("'a b'");
    expect(shellWord('')).toBe("''");
  });
});
