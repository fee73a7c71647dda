import { describe, expect, it } from 'vitest';
import { readAndroid } from '../../../fixtures/clients/android.ts';
import { readCpp, readCppByText } from '../../../fixtures/clients/cpp.ts';
import { readEsp32 } from '../../../fixtures/clients/esp32.ts';
import { readFlutter } from '../../../fixtures/clients/flutter.ts';
import { readJavaScript } from '../../../fixtures/clients/javascript.ts';
import { CAMEL_BODY, madeAnswer, SNAKE_BODY } from '../../../fixtures/clients/made-answer.ts';
import type { RawAnswer } from '../../../fixtures/clients/raw-exchange.ts';
import type { Connection, Reading } from '../../../fixtures/clients/reading.ts';
import { readRust } from '../../../fixtures/clients/rust.ts';
import { readSwift } from '../../../fixtures/clients/swift.ts';
import { readUnity } from '../../../fixtures/clients/unity.ts';

type Reader = (answer: RawAnswer) => Reading<Connection>;

const READERS: Readonly<Record<string, Reader>> = {
  Swift: readSwift,
  Android: readAndroid,
  Flutter: readFlutter,
  Rust: readRust,
  'C++': readCpp,
  'C++ by text': readCppByText,
  Unity: readUnity,
  ESP32: readEsp32,
  JavaScript: readJavaScript,
};

const ALL = Object.keys(READERS);

/** One answer, and the clients that take it; every other one must refuse it. */
interface Case {
  title: string;
  answer: RawAnswer;
  takenBy: readonly string[];
}

const without = (...names: string[]): string[] => ALL.filter((name) => !names.includes(name));
const { server_url: _url, ...snakeWithoutUrl } = SNAKE_BODY;
const { participant_token: _token, ...snakeWithoutToken } = SNAKE_BODY;
const { roomName: _room, ...camelWithoutRoom } = CAMEL_BODY;

const CASES: readonly Case[] = [
  {
    title: 'the standard answer (T2: the board wants camelCase)',
    answer: madeAnswer(SNAKE_BODY),
    takenBy: without('ESP32'),
  },
  {
    title: 'the camelCase answer (T2: Swift, Rust and Unity read snake_case alone)',
    answer: madeAnswer(CAMEL_BODY),
    takenBy: without('Swift', 'Rust', 'Unity'),
  },
  {
    title: 'status 201 (T1: the board and older Flutter compare with 200)',
    answer: madeAnswer({ ...SNAKE_BODY, ...CAMEL_BODY }, { status: 201 }),
    takenBy: without('ESP32', 'Flutter'),
  },
  {
    title: 'an error with credentials in it (T11: Android does not look at the status)',
    answer: madeAnswer(SNAKE_BODY, { status: 403 }),
    takenBy: ['Android'],
  },
  {
    title: 'an error as the endpoint words it',
    answer: madeAnswer({ error: 'not_found', message: 'Nothing answers here.' }, { status: 404 }),
    takenBy: [],
  },
  { title: 'an empty body', answer: madeAnswer(''), takenBy: [] },
  { title: 'a list', answer: madeAnswer('[]'), takenBy: [] },
  { title: 'HTML', answer: madeAnswer('<!doctype html>'), takenBy: [] },
  { title: 'no server URL', answer: madeAnswer(snakeWithoutUrl), takenBy: [] },
  { title: 'no token', answer: madeAnswer(snakeWithoutToken), takenBy: [] },
  {
    title: 'null for the token',
    answer: madeAnswer({ ...SNAKE_BODY, participant_token: null }),
    takenBy: [],
  },
  {
    title: 'a number for the server URL',
    answer: madeAnswer({ ...SNAKE_BODY, server_url: 7880 }),
    takenBy: [],
  },
  {
    title: 'an empty server URL',
    answer: madeAnswer({ ...SNAKE_BODY, server_url: '' }),
    takenBy: ['Android', 'Flutter', 'Rust', 'Unity'],
  },
  {
    title: 'a server URL with a blank',
    answer: madeAnswer({ ...SNAKE_BODY, server_url: 'ws://local host:7880' }),
    takenBy: without('Swift', 'ESP32'),
  },
  {
    title: 'null for the names',
    answer: madeAnswer({ ...SNAKE_BODY, room_name: null, participant_name: null }),
    takenBy: without('ESP32'),
  },
  {
    title: 'a number for the room name',
    answer: madeAnswer({ ...SNAKE_BODY, room_name: 1 }),
    takenBy: without('ESP32', 'Swift', 'Android', 'Flutter'),
  },
  {
    title: 'camelCase without the room name',
    answer: madeAnswer(camelWithoutRoom),
    takenBy: ['Android', 'Flutter', 'C++', 'C++ by text', 'JavaScript'],
  },
  {
    title: 'a text that is not a JWT',
    answer: madeAnswer({ ...SNAKE_BODY, participant_token: 'token' }),
    takenBy: without('ESP32', 'JavaScript'),
  },
  {
    title: 'a body with blanks between key and value',
    answer: madeAnswer(JSON.stringify(SNAKE_BODY, null, 1).replaceAll('": "', '" : "')),
    takenBy: without('ESP32', 'C++ by text'),
  },
  {
    title: 'camelCase in chunks (T6: the board drops chunks)',
    answer: madeAnswer(CAMEL_BODY, { chunked: true }),
    takenBy: without('Swift', 'Rust', 'Unity', 'ESP32'),
  },
  {
    title: 'camelCase over 2,048 bytes (T6: the board keeps no more)',
    answer: madeAnswer({ ...CAMEL_BODY, roomName: 'r'.repeat(2048) }),
    takenBy: without('Swift', 'Rust', 'Unity', 'ESP32'),
  },
];

describe('what each first-party client takes for an answer', () => {
  for (const { title, answer, takenBy } of CASES) {
    it(title, () => {
      const taking = ALL.filter((name) => READERS[name]?.(answer).accepted);
      expect(taking.toSorted()).toEqual([...takenBy].toSorted());
    });
  }

  it('T13 Flutter reads a body without a charset as latin1', () => {
    const body = { ...SNAKE_BODY, participant_name: 'Ångström' };
    const withCharset = readFlutter(madeAnswer(body));
    const without = readFlutter(madeAnswer(body, { contentType: 'application/json' }));
    expect(withCharset).toMatchObject({ value: { participantName: 'Ångström' } });
    expect(without).not.toMatchObject({ value: { participantName: 'Ångström' } });
  });

  it('W8 the board refuses a compressed body', () => {
    const answer = madeAnswer(CAMEL_BODY, { headers: [['Content-Encoding', 'gzip']] });
    expect(readEsp32(answer)).toEqual({ accepted: false, why: 'the body is compressed' });
  });

  it('of both casings JavaScript takes the later key', () => {
    const both = {
      ...SNAKE_BODY,
      serverUrl: 'ws://later:1',
      participantToken: CAMEL_BODY['participantToken'] ?? '',
    };
    expect(readJavaScript(madeAnswer(both))).toMatchObject({
      value: { serverUrl: 'ws://later:1' },
    });
  });
});
