import { describe, expect, it } from 'vitest';
import { shellWords } from '../../../main/core/credentials/assignments.ts';
import { checkReading, K, S, U, type ReadingCase } from './reading.ts';

/** Every spelling of an assignment. */
const CASES: ReadingCase[] = [
  {
    title: 'an lk command line',
    files: {
      'the paste': `$ lk token create --url ${U} --api-key ${K} --api-secret ${S} --join --room demo --identity bob`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
  {
    title: 'lk project add',
    files: {
      'the paste': `lk project add kitchen --url ${U} --api-key=${K} --api-secret "${S}"`,
    },
    projects: [['kitchen', U, K, S, '1 1 1']],
  },
  {
    title: 'livekit-server --dev',
    files: {
      'the paste': 'livekit-server --dev --bind 0.0.0.0',
    },
    projects: [['localhost', 'ws://localhost:7880', 'devkey', 'secret', '1 1 1']],
  },
  {
    title: 'PowerShell',
    files: {
      'the paste': [
        `$env:LIVEKIT_URL = "${U}"`,
        `$env:LIVEKIT_API_KEY="${K}"`,
        `$env:LIVEKIT_API_SECRET = '${S}'`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'cmd',
    files: {
      'the paste': [
        `set LIVEKIT_URL=${U}`,
        `set LIVEKIT_API_KEY=${K}`,
        `set "LIVEKIT_API_SECRET=${S}"`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'setx',
    files: {
      'the paste': [
        `setx LIVEKIT_URL "${U}"`,
        `setx LIVEKIT_API_KEY ${K} /M`,
        `setx LIVEKIT_API_SECRET ${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'fish',
    files: {
      'the paste': [
        `set -gx LIVEKIT_URL ${U}`,
        `set -gx LIVEKIT_API_KEY ${K}`,
        `set -gx LIVEKIT_API_SECRET ${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'variables before a command',
    files: {
      'the paste': `LIVEKIT_URL=${U} LIVEKIT_API_KEY=${K} LIVEKIT_API_SECRET=${S} npm run dev`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
  {
    title: 'one export of several variables',
    files: {
      'the paste': `export LIVEKIT_URL=${U} LIVEKIT_API_KEY=${K} LIVEKIT_API_SECRET="${S}"`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
  {
    title: 'heroku config:set',
    files: {
      'the paste': `heroku config:set LIVEKIT_URL=${U} LIVEKIT_API_KEY=${K} LIVEKIT_API_SECRET=${S}`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
  {
    title: 'a public and an internal URL',
    files: {
      '.env': [
        'LIVEKIT_URL=http://livekit:7880',
        `NEXT_PUBLIC_LIVEKIT_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
    notes: [
      'info .env:1 NEXT_PUBLIC_LIVEKIT_URL is used: more callers can reach its host than the one in LIVEKIT_URL.',
    ],
  },
  {
    title: 'names that say internal and public',
    files: {
      '.env': [
        'LIVEKIT_INTERNAL_URL=ws://10.0.0.3:7880',
        'LIVEKIT_PUBLIC_URL=ws://192.168.1.4:7880',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['192.168.1.4', 'ws://192.168.1.4:7880', K, S, '2 3 4']],
    notes: [
      'info .env:1 LIVEKIT_PUBLIC_URL is used: more callers can reach its host than the one in LIVEKIT_INTERNAL_URL.',
    ],
  },
  {
    title: 'a secret in a public variable',
    files: {
      '.env': [
        `NEXT_PUBLIC_LIVEKIT_URL=${U}`,
        `NEXT_PUBLIC_LIVEKIT_API_KEY=${K}`,
        `NEXT_PUBLIC_LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
    notes: [
      'doubtful .env:3 NEXT_PUBLIC_LIVEKIT_API_SECRET ships the API secret to every user of the app. Rename it without the public prefix, and replace the key.',
    ],
  },
  {
    title: 'two projects by prefix',
    files: {
      '.env': [
        `LIVEKIT_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
        'D1_LIVEKIT_URL=wss://d1.example.com',
        'D1_LIVEKIT_API_KEY=APId1key00001',
        `D1_LIVEKIT_API_SECRET=${S}d1`,
      ].join('\n'),
    },
    projects: [
      ['kit.example.com', U, K, S, '1 2 3'],
      ['d1', 'wss://d1.example.com', 'APId1key00001', `${S}d1`, '4 5 6'],
    ],
  },
  {
    title: 'names with a suffix',
    files: {
      '.env': [
        `LIVEKIT_URL_PROD=${U}`,
        `LIVEKIT_API_KEY_PROD=${K}`,
        `LIVEKIT_API_SECRET_PROD=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'LIVEKIT_SECRET_KEY',
    files: {
      '.env': [
        'LIVEKIT_HOST=https://kit.example.com',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_SECRET_KEY=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
    notes: [`repaired .env:1 LiveKit clients use ${U}, so that is what is kept.`],
  },
  {
    title: `other programs' keys`,
    files: {
      '.env': [
        'STRIPE_API_KEY=sk_1',
        'DATABASE_URL=postgres://x',
        'API_KEY=abc',
        'OPENAI_API_KEY=sk-1',
        'REDIS_URL=redis://x',
      ].join('\n'),
    },
    projects: [],
  },
  {
    title: 'commented out',
    files: {
      '.env': [`# LIVEKIT_URL=${U}`, `# LIVEKIT_API_KEY=${K}`].join('\n'),
    },
    projects: [],
    notes: ['info .env:1 LIVEKIT_URL is commented out.'],
  },
  {
    title: 'comments behind values',
    files: {
      '.env': [
        `LIVEKIT_URL=${U} # cloud`,
        `LIVEKIT_API_KEY=${K}	# key`,
        `LIVEKIT_API_SECRET="${S}" # secret`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'LIVEKIT_KEYS without a space',
    files: {
      '.env': `LIVEKIT_KEYS=devkey:${S}\n`,
    },
    projects: [['devkey', 'ws://localhost:7880', 'devkey', S, '- 1 1']],
    notes: [
      'repaired .env:1 LIVEKIT_KEYS has no space after the colon. livekit-server needs one there.',
    ],
  },
  {
    title: 'LIVEKIT_KEYS on two lines',
    files: {
      '.env': ['LIVEKIT_KEYS="devkey: secret', 'APIother1234: 0123456789"'].join('\n'),
    },
    projects: [
      ['devkey', 'ws://localhost:7880', 'devkey', 'secret', '- 1 1'],
      ['APIother1234', 'ws://localhost:7880', 'APIother1234', '0123456789', '- 1 1'],
    ],
    notes: [
      'doubtful .env:1 LiveKit asks for secrets of at least 32 characters; only a server in --dev mode takes a shorter one quietly.',
    ],
  },
  {
    title: '.env.production beside .env',
    files: {
      '/a/.env': [
        'LIVEKIT_URL=ws://localhost:7880',
        'LIVEKIT_API_KEY=devkey',
        'LIVEKIT_API_SECRET=secret',
      ].join('\n'),
      '/a/.env.production': [
        `LIVEKIT_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [
      ['localhost', 'ws://localhost:7880', 'devkey', 'secret', '1 2 3'],
      ['kit.example.com', U, K, S, '1 2 3'],
    ],
  },
  {
    title: '.env.example',
    files: {
      '/a/.env.example': [
        'LIVEKIT_URL=wss://your-project.livekit.cloud',
        'LIVEKIT_API_KEY=your_api_key',
        'LIVEKIT_API_SECRET=<your-api-secret>',
      ].join('\n'),
    },
    projects: [],
    notes: [
      'left_out /a/.env.example:1 LIVEKIT_URL: The URL is a placeholder. Replace it with the real one.',
      'left_out /a/.env.example:2 LIVEKIT_API_KEY: The API key is a placeholder. Replace it with the real one.',
      'left_out /a/.env.example:3 LIVEKIT_API_SECRET: The API secret is a placeholder. Replace it with the real one.',
    ],
  },
  {
    title: 'a $ in a secret',
    files: {
      '.env': [
        `LIVEKIT_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        'LIVEKIT_API_SECRET=abc$defghijklmnopqrstuvwxyz0123456789',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, 'abc$defghijklmnopqrstuvwxyz0123456789', '1 2 3']],
    notes: [
      'doubtful .env:3 LIVEKIT_API_SECRET holds a $, which a shell would take for a variable. Put it in single quotes in the file.',
    ],
  },
  {
    title: 'a secret in another file',
    files: {
      '/a/.env': [
        `LIVEKIT_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        'LIVEKIT_API_SECRET_FILE=/run/secrets/lk_secret',
      ].join('\n'),
      '/run/secrets/lk_secret': `${S}\n`,
    },
    projects: [
      ['kit.example.com', U, K, S, '1 2 1'],
      ['apiSecret', '', '', S, '- - 1'],
    ],
  },
  {
    title: 'ciphertexts',
    files: {
      '.env': [
        `LIVEKIT_URL=${U}`,
        'LIVEKIT_API_KEY=ENC[AES256_GCM,data:x]',
        'LIVEKIT_API_SECRET=encrypted:BABAB',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, '', '', '1 - -']],
    notes: [
      'left_out .env:2 LIVEKIT_API_KEY: The API key only points to a value kept elsewhere, such as in a password manager. Enter the value itself.',
      'left_out .env:3 LIVEKIT_API_SECRET: The API secret only points to a value kept elsewhere, such as in a password manager. Enter the value itself.',
    ],
  },
  {
    title: `PowerShell's list of variables`,
    files: {
      'the paste': [
        `LIVEKIT_API_KEY                ${K}`,
        `LIVEKIT_API_SECRET             ${S}`,
        `LIVEKIT_URL                    ${U}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '3 1 2']],
  },
  {
    title: 'kubectl create secret',
    files: {
      'the paste': `kubectl create secret generic lk --from-literal=LIVEKIT_URL=${U} --from-literal=LIVEKIT_API_KEY=${K} --from-literal=LIVEKIT_API_SECRET=${S}`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
  {
    title: 'URL and key swapped',
    files: {
      '.env': [`LIVEKIT_URL=${K}`, `LIVEKIT_API_KEY=${U}`, `LIVEKIT_API_SECRET=${S}`].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
    notes: ['repaired .env:1 The URL and the API key were swapped. They are exchanged.'],
  },
  {
    title: 'a signalling URL',
    files: {
      '.env': [
        `LIVEKIT_URL=${U}/rtc?access_token=abc`,
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
    notes: [
      'repaired .env:1 /rtc is left out: LiveKit clients add it themselves.',
      'repaired .env:1 The part after ? is left out: it belongs to one connection.',
    ],
  },
];

describe('credentials in shells and variables', () => {
  it.each(CASES)('$title', (reading) => checkReading(reading));
});

describe('the words of a command', () => {
  it.each([
    [String.raw`a\ b c`, ['a b', 'c']],
    [String.raw`\"a\"`, ['"a"']],
    ['a\\\nb', ['ab']],
    ['a \\', ['a', '\\']],
    [`'a b'c "d e"`, ['a bc', 'd e']],
    ['"open to the end', ['open to the end']],
    [String.raw`"a\"b" 'a\"b'`, ['a"b', String.raw`a\"b`]],
    ['a\t b\nc', ['a', 'b', 'c']],
  ])('of %j are %j', (line, words) => {
    expect(shellWords(line).map(({ text }) => text)).toEqual(words);
  });

  it('are literal where a part is in single quotes', () => {
    const literal = shellWords(`a 'b c'd "e f"`).map((word) => word.literal);
    expect(literal).toEqual([false, true, false]);
  });
});
