import { describe, expect, it } from 'vitest';
import { androidKeeps } from '../../../fixtures/clients/android.ts';
import { cppKeeps } from '../../../fixtures/clients/cpp.ts';
import { decodeFlutterClaims, flutterKeeps } from '../../../fixtures/clients/flutter.ts';
import {
  decodeOldJavaScriptClaims,
  javaScriptKeeps,
} from '../../../fixtures/clients/javascript.ts';
import { MADE_AT, madeToken } from '../../../fixtures/clients/made-answer.ts';
import { rustKeeps } from '../../../fixtures/clients/rust.ts';
import {
  decodeSwift29Claims,
  decodeSwiftClaims,
  swiftKeeps,
} from '../../../fixtures/clients/swift.ts';

const DECODERS: Readonly<Record<string, (token: string) => { accepted: boolean }>> = {
  'Swift 2.11': decodeSwiftClaims,
  'Swift 2.9': decodeSwift29Claims,
  Flutter: decodeFlutterClaims,
  'JavaScript < 2.18.3': decodeOldJavaScriptClaims,
};

const ALL = Object.keys(DECODERS);
const without = (...names: string[]): string[] => ALL.filter((name) => !names.includes(name));
const agent = (fields: Record<string, string | null | Record<string, string>>) => ({
  roomConfig: { agents: [fields] },
});

const TOKENS: readonly { title: string; token: string; decodedBy: readonly string[] }[] = [
  { title: 'the usual claims', token: madeToken(), decodedBy: ALL },
  {
    title: 'a minimal agent dispatch',
    token: madeToken(agent({ agentName: 'ag', metadata: 'm' })),
    decodedBy: ALL,
  },
  {
    title: 'T4 every default of a room configuration message',
    token: madeToken(agent({ agentName: 'ag', restartPolicy: 'JRP_ON_FAILURE', deployment: '' })),
    decodedBy: without('JavaScript < 2.18.3'),
  },
  {
    title: 'a deployment, which older JavaScript does not know',
    token: madeToken(agent({ agentName: 'ag', deployment: 'staging' })),
    decodedBy: without('JavaScript < 2.18.3'),
  },
  {
    title: 'tags, which older JavaScript does not know',
    token: madeToken({ roomConfig: { tags: { a: 'b' } } }),
    decodedBy: without('JavaScript < 2.18.3'),
  },
  {
    title: 'T9 null for the name',
    token: madeToken({ name: null }),
    decodedBy: without('Swift 2.11'),
  },
  {
    title: 'T9 half a SIP grant',
    token: madeToken({ sip: { call: true } }),
    decodedBy: without('Swift 2.11'),
  },
  {
    title: 'T9 a whole SIP grant',
    token: madeToken({ sip: { admin: false, call: true } }),
    decodedBy: ALL,
  },
  {
    title: 'T9 an agent name in both casings',
    token: madeToken(agent({ agentName: 'ag', agent_name: 'ag' })),
    decodedBy: without('Swift 2.11'),
  },
  {
    title: 'T10 no nbf',
    token: madeToken({ nbf: undefined }),
    decodedBy: without('Swift 2.9'),
  },
  {
    title: 'T10 no identity',
    token: madeToken({ sub: undefined }),
    decodedBy: without('Swift 2.9'),
  },
  {
    title: 'fractions of a second',
    token: madeToken({ exp: MADE_AT + 900.5 }),
    decodedBy: without('Swift 2.11'),
  },
  {
    title: 'an object for the metadata',
    token: madeToken({ metadata: { a: 1 } }),
    decodedBy: ['JavaScript < 2.18.3'],
  },
  {
    title: 'a number among the attributes',
    token: madeToken({ attributes: { a: 1 } }),
    decodedBy: without('Swift 2.11'),
  },
  { title: 'no JWT', token: 'a.b', decodedBy: [] },
];

describe('what each client decodes of a token', () => {
  for (const { title, token, decodedBy } of TOKENS) {
    it(title, () => {
      const decoding = ALL.filter((name) => DECODERS[name]?.(token).accepted);
      expect(decoding.toSorted()).toEqual([...decodedBy].toSorted());
    });
  }
});

const KEEPERS: Readonly<Record<string, (token: string, now: number) => boolean>> = {
  Swift: swiftKeeps,
  Android: androidKeeps,
  Flutter: flutterKeeps,
  'C++': cppKeeps,
  Rust: rustKeeps,
  JavaScript: javaScriptKeeps,
};
const EVERY = Object.keys(KEEPERS);

const MOMENTS: readonly { title: string; token: string; at: number; keptBy: readonly string[] }[] =
  [
    { title: 'at once', token: madeToken(), at: 0, keptBy: EVERY },
    { title: '61 s before it expires', token: madeToken(), at: 900 - 61, keptBy: EVERY },
    { title: '60 s before it expires', token: madeToken(), at: 900 - 60, keptBy: ['Android'] },
    { title: 'T11 a minute after it expired', token: madeToken(), at: 960, keptBy: ['Android'] },
    { title: 'more than a minute after it expired', token: madeToken(), at: 961, keptBy: [] },
    { title: 'T12 a second before it starts', token: madeToken(), at: -1, keptBy: [] },
    {
      title: 'without an expiry',
      token: madeToken({ exp: undefined }),
      at: 0,
      keptBy: ['Android', 'C++'],
    },
    { title: 'that is no JWT', token: 'token', at: 0, keptBy: [] },
  ];

describe('when each client hands a cached token out again', () => {
  for (const { title, token, at, keptBy } of MOMENTS) {
    it(title, () => {
      const keeping = EVERY.filter((name) => KEEPERS[name]?.(token, MADE_AT + at));
      expect(keeping.toSorted()).toEqual([...keptBy].toSorted());
    });
  }
});
