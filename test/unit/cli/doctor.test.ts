import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  startFakeLiveKitServer,
  type FakeLiveKitServer,
} from '../../fixtures/fake-livekit-server.ts';
import { createCommandLine, type CommandLine } from './command-line.ts';
import { addKitchen, SENTINEL } from './kitchen-project.ts';

let line: CommandLine;
let server: FakeLiveKitServer;

beforeEach(async () => {
  line = createCommandLine();
  server = await startFakeLiveKitServer({ keys: { APIkitchen: SENTINEL } });
  await addKitchen(line, server.url);
});

afterEach(async () => {
  await server.close();
  line.remove();
});

describe('token-tray doctor', () => {
  it('names the cause of a token, with exit code 1 and the same code in JSON', async () => {
    const words = await line.run(['doctor', 'abc.def']);
    expect(words.code).toBe(1);
    expect(words.out).toContain('FAIL  token');
    expect(words.out).toContain('Cause: token_malformed');
    const json = await line.run(['doctor', 'abc.def', '--json']);
    expect(json.code).toBe(1);
    expect(JSON.parse(json.out)).toMatchObject({
      verdict: 'cause',
      cause: 'token_malformed',
      sentence: expect.stringContaining('not a complete token'),
      fix: expect.stringContaining('three parts'),
      checks: [{ step: 'token', state: 'failed' }],
    });
  });

  it('reads a token from stdin, without the line end of the pipe', async () => {
    const minted = await line.run(['token', '--token-only', '--room', 'demo', '--identity', 'amy']);
    const token = minted.out.trim();
    const report = await line.run(['doctor', '-', '--json'], { input: `${token}\n` });
    const { causes, claims, signedBy } = JSON.parse(report.out);
    expect(claims).toMatchObject({ sub: 'amy' });
    expect(signedBy).toMatchObject({ name: 'Kitchen' });
    expect(causes.map(({ code }: { code: string }) => code)).not.toContain('token_has_whitespace');
    expect(report.out).not.toContain(token);
  });

  it('exits with 0 if nothing is wrong, for a project and for its token', async () => {
    const healthy = await line.run(['doctor']);
    expect([healthy.code, healthy.out]).toEqual([
      0,
      expect.stringContaining('Nothing is wrong (LiveKit 1.9.12).'),
    ]);
    const { out } = await line.run([
      'token',
      '--token-only',
      '--room',
      'demo',
      '--identity',
      'amy',
    ]);
    const report = await line.run(['doctor', out.trim(), '--json']);
    expect([report.code, JSON.parse(report.out)]).toMatchObject([
      0,
      { verdict: 'healthy', cause: null, sentence: null, fix: null },
    ]);
  });

  it('checks the active project, and says where the way ends', async () => {
    await server.close();
    const gone = await line.run(['doctor']);
    expect([gone.code, gone.out]).toEqual([1, expect.stringContaining('Nothing listens')]);
    server = await startFakeLiveKitServer();
  });

  it('exit code 2 where it cannot tell: a key that no project here has', async () => {
    const foreign = [{ alg: 'HS256' }, { iss: 'APIelse', sub: 'a', exp: 9_999_999_999 }]
      .map((part) => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    const video = Buffer.from(
      JSON.stringify({
        iss: 'APIelse',
        sub: 'a',
        exp: 9_999_999_999,
        video: { roomJoin: true, room: 'r', canUpdateOwnMetadata: true },
      }),
    ).toString('base64url');
    const token = `${foreign.split('.')[0]}.${video}.c2ln`;
    const report = await line.run(['doctor', token]);
    expect([report.code, report.out]).toEqual([2, expect.stringContaining('?     server')]);
  });

  it('refuses an unknown project by name, as every command does', async () => {
    const report = await line.run(['doctor', '--project', 'nope']);
    expect([report.code, report.err]).toEqual([1, expect.stringContaining('nope')]);
  });
});
