import { describe, it } from 'vitest';
import { checkReading, K, S, U, type ReadingCase } from './reading.ts';

/** Objects with names. */
const CASES: ReadingCase[] = [
  {
    title: 'nested JSON',
    files: {
      'the paste': [
        '{',
        ' "livekit": {',
        `  "url": "${U}",`,
        '  "credentials": {',
        `   "key": "${K}",`,
        `   "secret": "${S}"`,
        '  }',
        ' }',
        '}',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '3 5 6']],
  },
  {
    title: 'JSON with a project for each environment',
    files: {
      'the paste': [
        '{',
        ' "staging": {',
        '  "url": "wss://stage.example.com",',
        `  "apiKey": "${K}",`,
        `  "apiSecret": "${S}"`,
        ' },',
        ' "production": {',
        `  "url": "${U}",`,
        `  "apiKey": "${K}p",`,
        `  "apiSecret": "${S}p"`,
        ' }',
        '}',
      ].join('\n'),
    },
    projects: [
      ['staging', 'wss://stage.example.com', K, S, '3 4 5'],
      ['production', U, `${K}p`, `${S}p`, '8 9 10'],
    ],
  },
  {
    title: 'TOML',
    files: {
      'the paste': ['[livekit]', `url = "${U}"`, `api_key = "${K}"`, `api_secret = "${S}"`].join(
        '\n',
      ),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
  },
  {
    title: 'livekit.toml beside .env',
    files: {
      'livekit.toml': [
        '[project]',
        '  subdomain = "kitchen-demo-a1b2c3d4"',
        '[agent]',
        ' id = "x"',
      ].join('\n'),
      '.env': [`LIVEKIT_API_KEY=${K}`, `LIVEKIT_API_SECRET=${S}`].join('\n'),
    },
    projects: [['kitchen-demo', 'wss://kitchen-demo-a1b2c3d4.livekit.cloud', K, S, '2 1 2']],
  },
  {
    title: 'wrangler.toml',
    files: {
      'wrangler.toml': [
        'name = "x"',
        '[vars]',
        `LIVEKIT_URL = "${U}"`,
        `LIVEKIT_API_KEY = "${K}"`,
        `LIVEKIT_API_SECRET = "${S}"`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '3 4 5']],
  },
  {
    title: 'key_file: followed',
    files: {
      '/a/livekit.yaml': ['port: 7880', 'key_file: ./keys.yaml'].join('\n'),
      '/a/keys.yaml': `${K}: ${S}\n`,
    },
    projects: [[K, 'ws://localhost:7880', K, S, '- 1 1']],
    notes: [
      `info /a/livekit.yaml:1 The file does not name the server's URL, so ws://localhost:7880 is assumed. Change it where the server is elsewhere.`,
    ],
  },
  {
    title: 'key_file: not given',
    files: {
      '/a/livekit.yaml': ['port: 7880', 'key_file: ./keys.yaml'].join('\n'),
    },
    projects: [],
    notes: [
      'left_out /a/livekit.yaml:2 Its keys are in ./keys.yaml, which was not read. Import that file, or its folder.',
    ],
  },
  {
    title: 'a package.json',
    files: {
      'package.json': '{"name":"x","url":"https://x.example","repository":{"url":"git+https://x"}}',
    },
    projects: [],
  },
  {
    title: 'two of one name',
    files: {
      'the paste': [
        'default_project: a',
        'projects:',
        '- {name: a, url: wss://a.example, api_key: APIaaaaaaaa1, api_secret: s12}',
        '- {name: a, url: wss://b.example, api_key: APIbbbbbbbb1, api_secret: s13}',
      ].join('\n'),
    },
    projects: [
      ['a', 'wss://a.example', 'APIaaaaaaaa1', 's12', '3 3 3'],
      ['a', 'wss://b.example', 'APIbbbbbbbb1', 's13', '4 4 4'],
    ],
    notes: [
      'doubtful the paste:3 LiveKit asks for secrets of at least 32 characters; only a server in --dev mode takes a shorter one quietly.',
      'doubtful the paste:4 LiveKit asks for secrets of at least 32 characters; only a server in --dev mode takes a shorter one quietly.',
    ],
  },
  {
    title: 'broken YAML',
    files: {
      'x.yaml': ['projects:', `- api_secret: "${S}`].join('\n'),
    },
    projects: [],
    notes: ['left_out x.yaml:2 The file cannot be read: its YAML is broken at line 2.'],
  },
  {
    title: 'egress.yaml',
    files: {
      'the paste': [
        `api_key: ${K}`,
        `api_secret: ${S}`,
        `ws_url: ${U}`,
        'redis:',
        '  address: x',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '3 1 2']],
  },
  {
    title: 'YAML with comments',
    files: {
      'the paste': [
        '# livekit',
        'livekit:',
        `  host: ${U}   # the host`,
        `  key: ${K}`,
        `  secret: ${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '3 4 5']],
  },
  {
    title: 'INI sections',
    files: {
      'the paste': [
        '[staging]',
        'url = wss://stage.example.com',
        `api_key = ${K}`,
        `api_secret = ${S}`,
        '[production]',
        `url = ${U}`,
        `api_key = ${K}p`,
        `api_secret = ${S}p`,
      ].join('\n'),
    },
    projects: [
      ['staging', 'wss://stage.example.com', K, S, '2 3 4'],
      ['production', U, `${K}p`, `${S}p`, '6 7 8'],
    ],
  },
  {
    title: 'properties',
    files: {
      'the paste': [`livekit.url=${U}`, `livekit.api.key=${K}`, `livekit.api.secret=${S}`].join(
        '\n',
      ),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'application.yml',
    files: {
      'the paste': [
        'livekit:',
        '  api:',
        `    key: ${K}`,
        `    secret: ${S}`,
        `    url: ${U}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '5 3 4']],
  },
  {
    title: 'variables defined nowhere',
    files: {
      'docker-compose.yml': [
        'services:',
        '  backend:',
        '    environment:',
        '      - LIVEKIT_URL=${LIVEKIT_URL}',
        '      - LIVEKIT_API_KEY=${LIVEKIT_API_KEY}',
        '      - LIVEKIT_API_SECRET=${LIVEKIT_API_SECRET}',
      ].join('\n'),
    },
    projects: [],
    notes: [
      'left_out docker-compose.yml:4 ${LIVEKIT_URL} is defined nowhere here. Import the folder with its .env, or fill it in.',
      'left_out docker-compose.yml:5 ${LIVEKIT_API_KEY} is defined nowhere here. Import the folder with its .env, or fill it in.',
      'left_out docker-compose.yml:6 ${LIVEKIT_API_SECRET} is defined nowhere here. Import the folder with its .env, or fill it in.',
    ],
  },
  {
    title: 'an escape sequence in a name',
    files: {
      'cli-config.yaml': [
        'projects:',
        `- {name: "a\\e[31mb", url: wss://a.example, api_key: APIaaaaaaaa1, api_secret: ${S}}`,
      ].join('\n'),
    },
    projects: [['a[31mb', 'wss://a.example', 'APIaaaaaaaa1', S, '2 2 2']],
    notes: ['repaired cli-config.yaml:- Invisible characters in the name are left out.'],
  },
];

describe('credentials in JSON, YAML, TOML and INI', () => {
  it.each(CASES)('$title', (reading) => checkReading(reading));
});
