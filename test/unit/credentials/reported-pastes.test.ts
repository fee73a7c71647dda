import { describe, it } from 'vitest';
import { checkReading, K, S, U, type ReadingCase } from './reading.ts';

/** The cases of public reports that came out wrong before there was one reader. */
const CASES: ReadingCase[] = [
  {
    title: 'case 16: a .env block',
    files: {
      'the paste': [`LIVEKIT_URL=${U}`, `LIVEKIT_API_KEY=${K}`, `LIVEKIT_API_SECRET=${S}`].join(
        '\n',
      ),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'case 16: export and quotes',
    files: {
      'the paste': [
        `export LIVEKIT_URL='${U}'`,
        `export LIVEKIT_API_KEY="${K}"`,
        `export LIVEKIT_API_SECRET='${S}'`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'case 16: JSON',
    files: {
      'the paste': [
        '{',
        `  "url": "${U}",`,
        `  "apiKey": "${K}",`,
        `  "apiSecret": "${S}"`,
        '}',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
  },
  {
    title: 'case 16: JSON in snake case',
    files: {
      'the paste': `{"url": "${U}", "api_key": "${K}", "api_secret": "${S}"}`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
  {
    title: 'case 1: a pasted variable that is defined nowhere is named',
    files: {
      'the paste': [
        'LIVEKIT_URL=ws://${NOWHERE}:7880',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [[K, '', K, S, '- 2 3']],
    notes: ['left_out the paste:1 LIVEKIT_URL is left out: ${NOWHERE} is defined nowhere.'],
  },
  {
    title: 'case 16: YAML',
    files: {
      'the paste': [`url: ${U}`, `api_key: ${K}`, `api_secret: ${S}`].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'case 16: three bare lines',
    files: {
      'the paste': [U, K, S].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'case 16: three bare lines of a server in --dev mode',
    files: {
      'the paste': ['ws://localhost:7880', 'devkey', 'secret'].join('\n'),
    },
    projects: [['localhost', 'ws://localhost:7880', 'devkey', 'secret', '1 2 3']],
  },
  {
    title: 'case 16: a table row from the dashboard',
    files: {
      'the paste': `kitchen	${K}	${S}	${U}\n`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
  {
    title: 'case 16: labels and values on lines of their own',
    files: {
      'the paste': ['Websocket URL', U, 'API Key', K, 'API Secret', S].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 4 6']],
  },
  {
    title: 'case 16: labels and values on one line',
    files: {
      'the paste': [`URL: ${U}`, `API Key: ${K}`, `API Secret: ${S}`].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'case 16: a Markdown list',
    files: {
      'the paste': [
        `- **WebSocket URL**: \`${U}\``,
        `- **API Key**: \`${K}\``,
        `- **API Secret**: \`${S}\``,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'case 16: a Markdown table',
    files: {
      'the paste': [
        '| Name | API key | Secret | URL |',
        '| --- | --- | --- | --- |',
        `| kitchen | ${K} | ${S} | ${U} |`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '3 3 3']],
  },
  {
    title: `case 17: the LiveKit CLI's file`,
    files: {
      'the paste': [
        'default_project: kitchen',
        'projects:',
        '    - name: kitchen',
        '      project_id: p_1',
        `      url: ${U}`,
        `      api_key: ${K}`,
        `      api_secret: ${S}`,
        '    - name: laptop',
        '      project_id: ""',
        '      url: http://localhost:7880/',
        '      api_key: devkey',
        '      api_secret: secret',
      ].join('\n'),
    },
    projects: [
      ['kitchen', U, K, S, '5 6 7'],
      ['laptop', 'ws://localhost:7880', 'devkey', 'secret', '10 11 12'],
    ],
    notes: [
      'repaired the paste:10 LiveKit clients use ws://localhost:7880, so that is what is kept.',
    ],
  },
  {
    title: 'case 17: livekit.yaml',
    files: {
      'the paste': [
        'port: 7999',
        'rtc:',
        '  udp_port: 7882',
        'keys:',
        '  devkey: secret',
        '  APIxq77777777: 12345678',
      ].join('\n'),
    },
    projects: [
      ['devkey', 'ws://localhost:7999', 'devkey', 'secret', '- 5 5'],
      ['APIxq77777777', 'ws://localhost:7999', 'APIxq77777777', '12345678', '- 6 6'],
    ],
    notes: [
      `info the paste:5 The file does not name the server's URL, so ws://localhost:7999 is assumed. Change it where the server is elsewhere.`,
      'doubtful the paste:6 LiveKit asks for secrets of at least 32 characters; only a server in --dev mode takes a shorter one quietly.',
    ],
  },
  {
    title: 'case 18: a token as the secret',
    files: {
      '.env': [
        `LIVEKIT_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        'LIVEKIT_API_SECRET=eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJBUElxN1p0Mm1XYzkiLCJzdWIiOiJib2IiLCJuYW1lIjoiQm9iIiwidmlkZW8iOnsicm9vbUpvaW4iOnRydWUsInJvb20iOiJraXRjaGVuIn19.c2ln',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, '', '1 2 -']],
    notes: [
      'left_out .env:3 LIVEKIT_API_SECRET: This is a token made from a key and secret, not the API secret.',
    ],
  },
  {
    title: 'case 18: key and secret swapped',
    files: {
      '.env': [`LIVEKIT_URL=${U}`, `LIVEKIT_API_KEY=${S}`, `LIVEKIT_API_SECRET=${K}`].join('\n'),
    },
    projects: [['kit.example.com', U, '', '', '1 - -']],
    notes: [
      'left_out .env:2 LIVEKIT_API_KEY: The API key and the API secret look swapped: keys start with "API" and are the shorter one.',
    ],
  },
  {
    title: 'case 18: a masked secret',
    files: {
      '.env': [`LIVEKIT_URL=${U}`, `LIVEKIT_API_KEY=${K}`, 'LIVEKIT_API_SECRET=••••••••1234'].join(
        '\n',
      ),
    },
    projects: [['kit.example.com', U, K, '', '1 2 -']],
    notes: [
      'left_out .env:3 LIVEKIT_API_SECRET: The API secret is masked: dots or stars instead of letters. Reveal it first, then copy it; if it is shown only once, create a new key.',
    ],
  },
];

describe('credentials as public reports have them: pastes', () => {
  it.each(CASES)('$title', (reading) => checkReading(reading));
});
