import { writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { createCommandLine, type CommandLine } from './command-line.ts';

/**
 * Flag sets of `lk token create` 2.18.3, each with what lk puts into the token, read from its source
 * (cmd/lk/token.go at 29c2686). Issuer and times are left out, save for the lifetime where a flag gives it.
 * By default lk's room and identity are `r` and `i`, and its name is the identity.
 */
interface FlagSet {
  flags: string[];
  /** The video grant besides the room. */
  video?: Record<string, unknown>;
  /** Other claims. */
  claims?: Record<string, unknown>;
  room?: string | RegExp;
  identity?: string | RegExp;
  name?: string | RegExp;
  lifetime?: number;
  /** Ours where it is another, and why. */
  ours?: { because: string } & Omit<FlagSet, 'flags' | 'ours'>;
}

const JOIN = { roomJoin: true };
const PARTICIPANT = {
  roomJoin: true,
  canPublish: true,
  canPublishData: true,
  canSubscribe: true,
  canUpdateOwnMetadata: true,
};
const WHO = ['--room', 'r', '--identity', 'i'];
const AGENT = [{ agentName: 'chef' }];

const SETS: FlagSet[] = [
  { flags: [...WHO, '--join'], video: JOIN },
  { flags: [...WHO, '--create'], video: { roomCreate: true } },
  { flags: [...WHO, '--list'], video: { roomList: true } },
  { flags: [...WHO, '--admin'], video: { roomAdmin: true } },
  { flags: [...WHO, '--egress'], video: { roomRecord: true } },
  { flags: [...WHO, '--ingress'], video: { ingressAdmin: true } },
  { flags: [...WHO, '--inference'], video: {}, claims: { inference: { perform: true } } },
  { flags: [...WHO, '--create', '--list'], video: { roomCreate: true, roomList: true } },
  { flags: [...WHO, '--join', '--admin'], video: { ...JOIN, roomAdmin: true } },
  {
    flags: [...WHO, '--join', '--create', '--list', '--admin', '--egress', '--ingress'],
    video: {
      ...JOIN,
      roomCreate: true,
      roomList: true,
      roomAdmin: true,
      roomRecord: true,
      ingressAdmin: true,
    },
  },
  { flags: ['-r', 'r', '-i', 'i', '--join'], video: JOIN },
  { flags: [...WHO, '-n', 'Amy', '--join'], video: JOIN, name: 'Amy' },
  { flags: [...WHO, '--name', 'Amy %Y', '--join'], video: JOIN, name: /^Amy 20\d\d$/ },
  {
    flags: [...WHO, '--join', '--metadata', '{"a":1}'],
    video: JOIN,
    claims: { metadata: '{"a":1}' },
  },
  {
    flags: [...WHO, '--join', '--attribute', 'k=v'],
    video: JOIN,
    claims: { attributes: { k: 'v' } },
  },
  {
    flags: [...WHO, '--join', '--attribute', 'k=v', '--attribute', 'x=y'],
    video: JOIN,
    claims: { attributes: { k: 'v', x: 'y' } },
  },
  {
    flags: [...WHO, '--join', '--attribute', 'k=v,x=y'],
    video: JOIN,
    claims: { attributes: { k: 'v', x: 'y' } },
  },
  {
    flags: [...WHO, '--join', '--attribute', 'k="a b"'],
    video: JOIN,
    claims: { attributes: { k: 'a b' } },
  },
  {
    flags: [...WHO, '--join', '--attribute', "k='a b'"],
    video: JOIN,
    claims: { attributes: { k: 'a b' } },
  },
  {
    flags: [...WHO, '--join', '--attribute', 'k=a=b'],
    video: JOIN,
    claims: { attributes: { k: 'a=b' } },
  },
  {
    flags: [...WHO, '--join', '--attribute-file', 'attributes.json'],
    video: JOIN,
    claims: { attributes: { a: 'file', c: '3' } },
  },
  {
    flags: [...WHO, '--join', '--attribute', 'a=flag,b=2', '--attribute-file', 'attributes.json'],
    video: JOIN,
    claims: { attributes: { a: 'file', b: '2', c: '3' } },
  },
  { flags: [...WHO, '--join', '--valid-for', '1h'], video: JOIN, lifetime: 3600 },
  { flags: [...WHO, '--join', '--valid-for', '1h10m'], video: JOIN, lifetime: 4200 },
  { flags: [...WHO, '--join', '--valid-for', '30s'], video: JOIN, lifetime: 30 },
  { flags: [...WHO, '--join', '--valid-for', '90000000us'], video: JOIN, lifetime: 90 },
  { flags: [...WHO, '--grant', '{"roomList":true}'], video: { roomList: true } },
  {
    flags: [...WHO, '--grant', '{"roomJoin":true,"hidden":true}'],
    video: { ...JOIN, hidden: true },
  },
  {
    flags: [...WHO, '--join', '--grant', '{"canPublish":false}'],
    video: { ...JOIN, canPublish: false },
  },
  { flags: [...WHO, '--join', '--grant', '{"roomJoin":false}'], video: { roomJoin: false } },
  { flags: [...WHO, '--join', '--grant', '{"room":"other"}'], video: JOIN, room: 'other' },
  {
    flags: [...WHO, '--join', '--grant', '{"destinationRoom":"d","agent":true,"recorder":true}'],
    video: { ...JOIN, destinationRoom: 'd', agent: true, recorder: true },
  },
  {
    flags: [...WHO, '--join', '--allow-source', 'camera,microphone'],
    video: { ...JOIN, canPublishSources: ['camera', 'microphone'] },
  },
  {
    flags: [...WHO, '--join', '--allow-source', 'camera', '--allow-source', 'screen_share'],
    video: { ...JOIN, canPublishSources: ['camera', 'screen_share'] },
  },
  {
    flags: [...WHO, '--join', '--allow-update-metadata'],
    video: { ...JOIN, canUpdateOwnMetadata: true },
  },
  {
    flags: [...WHO, '--join', '--agent', 'chef'],
    video: JOIN,
    claims: { roomConfig: { agents: AGENT } },
  },
  {
    flags: [...WHO, '--join', '--agent', 'chef', '-d', 'staging', '--job-metadata', 'soup'],
    video: JOIN,
    claims: {
      roomConfig: { agents: [{ agentName: 'chef', deployment: 'staging', metadata: 'soup' }] },
    },
  },
  { flags: [...WHO, '--create', '--agent', 'chef'], video: { roomCreate: true } },
  { flags: [...WHO, '--join', '--deployment', 'staging'], video: JOIN },
  {
    flags: ['--room', 'room-%x', '--identity', 'i', '--join'],
    video: JOIN,
    room: /^room-[0-9a-f]{12}$/,
  },
  {
    flags: ['--room', '%t-%Y%m%d%H%M%S', '--identity', '%U-%h-%p', '--join'],
    video: JOIN,
    room: /^20\d{12}-20\d{12}$/,
    identity: `amy-${hostname()}-${process.pid}`,
  },
  { flags: ['--room', '%T', '--identity', 'i', '--join'], video: JOIN, room: /^20[\d-]+T[\d:]+Z$/ },
  { flags: ['--dev', ...WHO, '--join'], video: JOIN },
  {
    flags: [...WHO, '--allow-update-metadata'],
    video: {},
    ours: {
      because: 'lk has no preset, so it asks for permissions, or fails without a terminal',
      video: PARTICIPANT,
    },
  },
  {
    flags: WHO,
    video: {},
    ours: { because: 'the same: without a permission flag the preset applies', video: PARTICIPANT },
  },
];

let line: CommandLine;
beforeEach(() => {
  line = createCommandLine();
  writeFileSync(join(line.cwd, 'attributes.json'), '{"a":"file","c":"3"}');
});
afterEach(() => {
  line.remove();
});

describe('the flag sets of lk token create', () => {
  it('are 45, and at least 42 make the same claims as lk', () => {
    expect(SETS).toHaveLength(45);
    expect(SETS.filter(({ ours }) => ours === undefined).length).toBeGreaterThanOrEqual(42);
  });

  it.each(SETS.map((set) => ({ ...set, title: set.flags.join(' ') })))('$title', async (set) => {
    const { code, out, err } = await line.run(['token', 'create', ...set.flags, '--token-only'], {
      env: { USER: 'amy' },
    });
    expect([code, err.includes('Something went wrong')]).toEqual([0, false]);
    const claims = decodeClaims(out.trim()) ?? {};
    const { iss: _iss, sub, nbf, exp, name, video, ...rest } = claims;
    const expected = { room: 'r', identity: 'i', ...set, ...set.ours };
    expect(sub).toEqual(matching(expected.identity));
    expect(name).toEqual(matching(expected.name ?? expected.identity));
    expect(video).toEqual({ ...expected.video, room: matching(expected.room) });
    expect(rest).toEqual(expected.claims ?? {});
    if (expected.lifetime !== undefined) {
      expect(Number(exp) - Number(nbf)).toBe(expected.lifetime);
    }
  });
});

function matching(text: string | RegExp): unknown {
  return text instanceof RegExp ? expect.stringMatching(text) : text;
}
