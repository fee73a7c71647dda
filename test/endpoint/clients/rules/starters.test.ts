import { describe, expect, it } from 'vitest';
import { readAndroidStarter, readQueryStarter } from '../../../fixtures/clients/first-starters.ts';
import {
  CAMEL_BODY,
  madeAnswer,
  madeToken,
  SNAKE_BODY,
} from '../../../fixtures/clients/made-answer.ts';
import type { RawAnswer } from '../../../fixtures/clients/raw-exchange.ts';
import {
  corsFault,
  readAccessToken,
  readAgentStarterReact,
  readBootstrap,
  readCamelStarter,
} from '../../../fixtures/clients/web-starters.ts';

const READERS: Readonly<Record<string, (answer: RawAnswer) => { accepted: boolean }>> = {
  'query starters': readQueryStarter,
  'Android starter': readAndroidStarter,
  'agent-starter-react': readAgentStarterReact,
  'camelCase starters': readCamelStarter,
  useToken: readAccessToken,
  bootstrap: readBootstrap,
};

const { roomName: _room, ...camelWithoutRoom } = CAMEL_BODY;
const accessToken = { accessToken: madeToken(), identity: 'alice' };

const CASES: readonly { title: string; answer: RawAnswer; takenBy: readonly string[] }[] = [
  {
    title: 'the standard answer (T2: most starters want camelCase)',
    answer: madeAnswer(SNAKE_BODY),
    takenBy: ['agent-starter-react'],
  },
  {
    title: 'the camelCase answer',
    answer: madeAnswer(CAMEL_BODY),
    takenBy: ['query starters', 'Android starter', 'agent-starter-react', 'camelCase starters'],
  },
  {
    title: 'camelCase without a room name',
    answer: madeAnswer(camelWithoutRoom),
    takenBy: ['Android starter', 'agent-starter-react', 'camelCase starters'],
  },
  {
    title: 'camelCase with an error status, which the web starters do not look at',
    answer: madeAnswer(CAMEL_BODY, { status: 500 }),
    takenBy: ['agent-starter-react', 'camelCase starters'],
  },
  { title: 'accessToken', answer: madeAnswer(accessToken), takenBy: ['useToken'] },
  {
    title: 'accessToken with an error status',
    answer: madeAnswer(accessToken, { status: 400 }),
    takenBy: [],
  },
  { title: 'a bare token', answer: madeAnswer(madeToken()), takenBy: ['bootstrap'] },
  { title: 'a quoted token', answer: madeAnswer(JSON.stringify(madeToken())), takenBy: [] },
  { title: 'a token and a line end', answer: madeAnswer(`${madeToken()}\n`), takenBy: [] },
  {
    title: 'an error as the endpoint words it',
    answer: madeAnswer({ error: 'not_found', message: 'Nothing here.' }, { status: 404 }),
    takenBy: [],
  },
];

const namedOrigin = (value: string): RawAnswer =>
  madeAnswer(CAMEL_BODY, { headers: [['Access-Control-Allow-Origin', value]] });

describe('what each starter takes for an answer', () => {
  for (const { title, answer, takenBy } of CASES) {
    it(title, () => {
      const taking = Object.keys(READERS).filter((name) => READERS[name]?.(answer).accepted);
      expect(taking.toSorted()).toEqual([...takenBy].toSorted());
    });
  }

  it('W23 a page reads no answer that names another origin, any origin or none', () => {
    const origin = 'http://localhost:3000';
    expect(corsFault(namedOrigin(origin), origin)).toBeUndefined();
    expect(corsFault(namedOrigin('*'), origin)).toBeDefined();
    expect(corsFault(namedOrigin('http://localhost:5173'), origin)).toBeDefined();
    expect(corsFault(madeAnswer(CAMEL_BODY), origin)).toBeDefined();
  });
});
