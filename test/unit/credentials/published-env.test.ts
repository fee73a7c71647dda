import { describe, it } from 'vitest';
import { checkReading, K, S, U, type ReadingCase } from './reading.ts';

/** Shapes of published repositories, rebuilt with made-up keys. */
const CASES: ReadingCase[] = [
  {
    title: 'the web starter, with S3 keys beside',
    files: {
      '.env.local': [
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
        `LIVEKIT_URL=${U}`,
        'NEXT_PUBLIC_SHOW_SETTINGS_MENU=true',
        'S3_KEY_ID=AKIA1',
        'S3_KEY_SECRET=abcdef',
        'S3_ENDPOINT=https://s3.example.com',
        'S3_BUCKET=rec',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '3 1 2']],
  },
  {
    title: 'a Python agent with the keys of its models',
    files: {
      '.env': [
        `LIVEKIT_URL="${U}"`,
        `LIVEKIT_API_KEY="${K}"`,
        `LIVEKIT_API_SECRET="${S}"`,
        '',
        'OPENAI_API_KEY="sk-proj-1"',
        'DEEPGRAM_API_KEY=',
        'CARTESIA_API_KEY=',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'the Matrix JWT service',
    files: {
      '.env': [
        `LIVEKIT_URL=${U}`,
        `LIVEKIT_KEY=${K}`,
        `LIVEKIT_SECRET=${S}`,
        'LIVEKIT_JWT_PORT=8080',
        'LIVEKIT_FULL_ACCESS_HOMESERVERS=example.com',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'Rails with an internal URL',
    files: {
      '.env': [
        `LIVEKIT_URL=${U}`,
        'LIVEKIT_INTERNAL_URL=http://livekit:7880',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
        'LIVEKIT_GATEWAY_SECRET=abc',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 3 4']],
    notes: [
      'info .env:2 LIVEKIT_URL is used: more callers can reach its host than the one in LIVEKIT_INTERNAL_URL.',
    ],
  },
  {
    title: 'OpenVidu Meet with a private URL',
    files: {
      '.env': [
        `LIVEKIT_URL=${U}`,
        'LIVEKIT_URL_PRIVATE=ws://127.0.0.1:7880',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 3 4']],
    notes: [
      'info .env:2 LIVEKIT_URL is used: more callers can reach its host than the one in LIVEKIT_URL_PRIVATE.',
    ],
  },
  {
    title: 'Expo',
    files: {
      '.env': [
        `EXPO_PUBLIC_LIVEKIT_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'Nuxt',
    files: {
      '.env': [
        `NUXT_PUBLIC_LIVEKIT_URL=${U}`,
        `NUXT_LIVEKIT_API_KEY=${K}`,
        `NUXT_LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'SvelteKit',
    files: {
      '.env': [`PUBLIC_LIVEKIT_URL=${U}`, `LIVEKIT_API_KEY=${K}`, `LIVEKIT_API_SECRET=${S}`].join(
        '\n',
      ),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'Create React App',
    files: {
      '.env': [
        `REACT_APP_LIVEKIT_SERVER_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'Gatsby',
    files: {
      '.env': [
        `GATSBY_LIVEKIT_WS_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'a host and no scheme',
    files: {
      '.env': [
        'LIVEKIT_HOST=kit.example.com',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
    notes: [`repaired .env:1 LiveKit clients use ${U}, so that is what is kept.`],
  },
  {
    title: 'a domain',
    files: {
      '.env': [
        'LIVEKIT_DOMAIN=kit.example.com',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
    notes: [`repaired .env:1 LiveKit clients use ${U}, so that is what is kept.`],
  },
  {
    title: 'http for the server, ws for the browser',
    files: {
      '.env': [
        'LIVEKIT_HOST=http://livekit:7880',
        'LIVEKIT_WS_URL=ws://127.0.0.1:7880',
        'LIVEKIT_API_KEY=devkey',
        'LIVEKIT_API_SECRET=secret',
      ].join('\n'),
    },
    projects: [['127.0.0.1', 'ws://127.0.0.1:7880', 'devkey', 'secret', '2 3 4']],
    notes: [
      'info .env:1 LIVEKIT_WS_URL is used: more callers can reach its host than the one in LIVEKIT_HOST.',
    ],
  },
  {
    title: 'public host filled in',
    files: {
      '/srv/.env': [
        'PUBLIC_HOST=203.0.113.7',
        'LIVEKIT_HTTP_PORT=7880',
        'LIVEKIT_URL=ws://${PUBLIC_HOST}:${LIVEKIT_HTTP_PORT}',
        'LIVEKIT_INTERNAL_URL=ws://livekit:7880',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['203.0.113.7', 'ws://203.0.113.7:7880', K, S, '3 5 6']],
    notes: [
      'info /srv/.env:4 LIVEKIT_URL is used: more callers can reach its host than the one in LIVEKIT_INTERNAL_URL.',
    ],
  },
  {
    title: 'Vercel, with the line feed it adds',
    files: {
      '.env.local': [
        '# Created by Vercel CLI',
        `LIVEKIT_URL="${U}\\n"`,
        `LIVEKIT_API_KEY="${K}\\n"`,
        `LIVEKIT_API_SECRET="${S}\\n"`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
    notes: [
      'repaired .env.local:2 Blanks around the URL are left out.',
      'repaired .env.local:3 Blanks around the API key are left out.',
      'repaired .env.local:4 Blanks around the API secret are left out.',
    ],
  },
  {
    title: '.dev.vars',
    files: {
      '.dev.vars': [
        `LIVEKIT_URL="${U}"`,
        `LIVEKIT_API_KEY="${K}"`,
        `LIVEKIT_API_SECRET="${S}"`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'replace-me',
    files: {
      '.env': [
        'LIVEKIT_URL=ws://localhost:7880',
        'LIVEKIT_API_KEY=replace-me-local-only',
        'LIVEKIT_API_SECRET=replace-me-local-only-minimum-32-bytes',
      ].join('\n'),
    },
    projects: [['localhost', 'ws://localhost:7880', '', '', '1 - -']],
    notes: [
      'left_out .env:2 LIVEKIT_API_KEY: The API key is a placeholder. Replace it with the real one.',
      'left_out .env:3 LIVEKIT_API_SECRET: The API secret is a placeholder. Replace it with the real one.',
    ],
  },
  {
    title: 'direnv and 1Password',
    files: {
      '.envrc': [
        `export LIVEKIT_URL=${U}`,
        `export LIVEKIT_API_KEY=${K}`,
        'export LIVEKIT_API_SECRET=$(op read op://dev/lk/secret)',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, '', '1 2 -']],
    notes: [
      'left_out .envrc:3 LIVEKIT_API_SECRET: The API secret only points to a value kept elsewhere, such as in a password manager. Enter the value itself.',
    ],
  },
  {
    title: 'agent starter',
    files: {
      '.env.local': [
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
        `LIVEKIT_URL=${U}`,
        'AGENT_NAME=',
        'NEXT_PUBLIC_APP_CONFIG_ENDPOINT=',
        'SANDBOX_ID=',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '3 1 2']],
  },
];

describe('published .env files', () => {
  it.each(CASES)('$title', (reading) => checkReading(reading));
});
