import { describe, it } from 'vitest';
import { checkReading, K, S, U, type ReadingCase } from './reading.ts';

/** What is pasted from editors, chats and pages. */
const CASES: ReadingCase[] = [
  {
    title: 'a token alone',
    files: {
      'the paste':
        'eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJBUElxN1p0Mm1XYzkiLCJzdWIiOiJib2IiLCJuYW1lIjoiQm9iIiwidmlkZW8iOnsicm9vbUpvaW4iOnRydWUsInJvb20iOiJraXRjaGVuIn19.c2ln',
    },
    projects: [[K, '', K, '', '- 1 -']],
    notes: [
      'info the paste:1 A token names the API key it was signed with, but the secret is needed too. Its room and participant are offered as defaults. Its identity is not: two participants with one identity disconnect each other.',
    ],
  },
  {
    title: 'a Meet link',
    files: {
      'the paste':
        'https://meet.livekit.io/custom?liveKitUrl=wss%3A%2F%2Fkit.example.com&token=eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJBUElxN1p0Mm1XYzkiLCJzdWIiOiJib2IiLCJuYW1lIjoiQm9iIiwidmlkZW8iOnsicm9vbUpvaW4iOnRydWUsInJvb20iOiJraXRjaGVuIn19.c2ln',
    },
    projects: [['kit.example.com', U, K, '', '1 1 -']],
    notes: [
      'info the paste:1 A token names the API key it was signed with, but the secret is needed too. Its room and participant are offered as defaults. Its identity is not: two participants with one identity disconnect each other.',
    ],
  },
  {
    title: 'a JavaScript object',
    files: {
      'the paste': [
        'export const livekitConfig = {',
        `  url: '${U}',`,
        `  apiKey: '${K}', // key`,
        `  apiSecret: '${S}',`,
        '};',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
  },
  {
    title: 'fallbacks of environment variables',
    files: {
      'the paste': [
        'const c = {',
        `  wsUrl: process.env.LIVEKIT_WS_URL ?? '${U}',`,
        `  apiKey: process.env.LIVEKIT_API_KEY || '${K}',`,
        `  apiSecret: process.env.LIVEKIT_API_SECRET || '${S}',`,
        '};',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
  },
  {
    title: 'an AccessToken and the URL of connect',
    files: {
      'the paste': `const at = new AccessToken('${K}', '${S}', { identity: 'x' });\nroom.connect('${U}', t)`,
    },
    projects: [['kit.example.com', U, K, S, '2 1 1']],
  },
  {
    title: 'a RoomServiceClient',
    files: {
      'the paste': `new RoomServiceClient('https://kit.example.com', '${K}', '${S}')`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
    notes: [`repaired the paste:1 LiveKit clients use ${U}, so that is what is kept.`],
  },
  {
    title: 'Python arguments',
    files: {
      'the paste': [
        'api.LiveKitAPI(',
        `    url="${U}",`,
        `    api_key="${K}",`,
        `    api_secret="${S}",`,
        ')',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
  },
  {
    title: 'os.environ',
    files: {
      'the paste': [
        `os.environ["LIVEKIT_URL"] = "${U}"`,
        `os.environ["LIVEKIT_API_KEY"] = "${K}"`,
        `os.environ['LIVEKIT_API_SECRET'] = '${S}'`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'Swift constants',
    files: {
      'the paste': [
        `let url = "${U}"`,
        `let apiKey: String = "${K}"`,
        `let apiSecret = "${S}"`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'a PHP array',
    files: {
      'the paste': [
        `'livekit' => [`,
        ` 'host' => '${U}',`,
        ` 'api_key' => '${K}',`,
        ` 'api_secret' => '${S}',`,
        '],',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
  },
  {
    title: 'a README with a fenced block',
    files: {
      'the paste': [
        '# Setup',
        '',
        'Put this in `.env.local`:',
        '',
        '```bash',
        `LIVEKIT_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
        '```',
        'Then run.',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '6 7 8']],
  },
  {
    title: 'a chat message',
    files: {
      'the paste': `hey, here are the keys for the demo: ${K} and secret ${S}, url is ${U} thanks`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
  {
    title: 'a URL alone',
    files: {
      'the paste': U,
    },
    projects: [['kit.example.com', U, '', '', '1 - -']],
  },
  {
    title: 'a key alone',
    files: {
      'the paste': K,
    },
    projects: [[K, '', K, '', '- 1 -']],
  },
  {
    title: 'a secret alone',
    files: {
      'the paste': S,
    },
    projects: [['apiSecret', '', '', S, '- - 1']],
  },
  {
    title: 'prose',
    files: {
      'the paste': 'hello there, this is just text: nothing more',
    },
    projects: [],
  },
  {
    title: 'nothing',
    files: {
      'the paste': '',
    },
    projects: [],
  },
  {
    title: 'the output of generate-keys',
    files: {
      'the paste': [`API Key:  ${K}`, `API Secret:  ${S}`, '', `Here's example usage:`].join('\n'),
    },
    projects: [[K, '', K, S, '- 1 2']],
  },
  {
    title: 'Kotlin constants',
    files: {
      'the paste': [
        `val url = "${U}"`,
        `const val API_KEY = "${K}"`,
        `const val API_SECRET = "${S}"`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'a URL in angle brackets',
    files: {
      'the paste': [`<${U}>`, K, S].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
    notes: ['repaired the paste:1 Angle brackets around the URL are left out.'],
  },
  {
    title: 'CSV',
    files: {
      'the paste': ['name,url,api_key,api_secret', `kitchen,${U},${K},${S}`].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 2 2']],
  },
];

describe('credentials in code, links, tokens and plain text', () => {
  it.each(CASES)('$title', (reading) => checkReading(reading));
});
