import { describe, it } from 'vitest';
import { checkReading, K, S, U, type ReadingCase } from './reading.ts';

/** The cases of public reports that came out wrong before there was one reader. */
const CASES: ReadingCase[] = [
  {
    title: 'case 1: a variable of the same file',
    files: {
      '.env': [
        'HOST_IP=192.168.1.4',
        'LIVEKIT_URL=ws://${HOST_IP}:7880',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['192.168.1.4', 'ws://192.168.1.4:7880', K, S, '2 3 4']],
  },
  {
    title: 'case 1: a variable defined further down, without braces',
    files: {
      '.env': [
        'LIVEKIT_URL=ws://$HOST_IP:7880',
        'HOST_IP=192.168.1.4',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['192.168.1.4', 'ws://192.168.1.4:7880', K, S, '1 3 4']],
  },
  {
    title: 'case 1: a default for a variable that is not set',
    files: {
      '.env': [
        'LIVEKIT_URL=ws://${H:-10.0.0.2}:7880',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['10.0.0.2', 'ws://10.0.0.2:7880', K, S, '1 2 3']],
  },
  {
    title: 'case 1: a variable that is defined nowhere is named',
    files: {
      '.env': [
        'LIVEKIT_URL=ws://${HOST_IP}:7880',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [[K, '', K, S, '- 2 3']],
    notes: ['left_out .env:1 LIVEKIT_URL is left out: ${HOST_IP} is defined nowhere.'],
  },
  {
    title: 'case 2: # inside a value without quotes',
    files: {
      '.env': [
        `LIVEKIT_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        'LIVEKIT_API_SECRET=abc#defghijklmnopqrstuvwxyz0123456789',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, 'abc#defghijklmnopqrstuvwxyz0123456789', '1 2 3']],
    notes: [
      `doubtful .env:3 LIVEKIT_API_SECRET holds a # without quotes. Node's dotenv would cut it there; quote it in the file.`,
    ],
  },
  {
    title: 'case 4: curly quotes',
    files: {
      '.env': [`LIVEKIT_URL=“${U}”`, `LIVEKIT_API_KEY=‘${K}’`, `LIVEKIT_API_SECRET=“${S}”`].join(
        '\n',
      ),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
    notes: [
      'repaired .env:1 Quotes around the URL are left out.',
      'repaired .env:2 Quotes around the API key are left out.',
      'repaired .env:3 Quotes around the API secret are left out.',
    ],
  },
  {
    title: 'case 5: two layers of quotes',
    files: {
      '.env': [`LIVEKIT_URL=${U}`, `LIVEKIT_API_KEY='"${K}"'`, `LIVEKIT_API_SECRET=${S}`].join(
        '\n',
      ),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
    notes: ['repaired .env:2 Quotes around the API key are left out.'],
  },
  {
    title: 'case 6: the placeholder ...',
    files: {
      '.env': [`LIVEKIT_URL=${U}`, `LIVEKIT_API_KEY=${K}`, 'LIVEKIT_API_SECRET=...'].join('\n'),
    },
    projects: [['kit.example.com', U, K, '', '1 2 -']],
    notes: [
      'left_out .env:3 LIVEKIT_API_SECRET: The API secret is a placeholder. Replace it with the real one.',
    ],
  },
  {
    title: 'case 6: the placeholder op://Vault/LiveKit/api_secret',
    files: {
      '.env': [
        `LIVEKIT_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        'LIVEKIT_API_SECRET=op://Vault/LiveKit/api_secret',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, '', '1 2 -']],
    notes: [
      'left_out .env:3 LIVEKIT_API_SECRET: The API secret only points to a value kept elsewhere, such as in a password manager. Enter the value itself.',
    ],
  },
  {
    title: 'case 6: the placeholder CHANGE_ME',
    files: {
      '.env': [`LIVEKIT_URL=${U}`, `LIVEKIT_API_KEY=${K}`, 'LIVEKIT_API_SECRET=CHANGE_ME'].join(
        '\n',
      ),
    },
    projects: [['kit.example.com', U, K, '', '1 2 -']],
    notes: [
      'left_out .env:3 LIVEKIT_API_SECRET: The API secret is a placeholder. Replace it with the real one.',
    ],
  },
  {
    title: 'case 6: the placeholder xxxxxxxxxxxxxxxx',
    files: {
      '.env': [
        `LIVEKIT_URL=${U}`,
        `LIVEKIT_API_KEY=${K}`,
        'LIVEKIT_API_SECRET=xxxxxxxxxxxxxxxx',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, '', '1 2 -']],
    notes: [
      'left_out .env:3 LIVEKIT_API_SECRET: The API secret is a placeholder. Replace it with the real one.',
    ],
  },
  {
    title: 'case 7: .env.local lies over .env',
    files: {
      '/a/.env.local': `LIVEKIT_API_SECRET=${S}`,
      '/a/.env': [`LIVEKIT_URL=${U}`, `LIVEKIT_API_KEY=${K}`].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 1']],
  },
  {
    title: 'case 8: a public URL beside key and secret',
    files: {
      '.env': [`VITE_LIVEKIT_URL=${U}`, `LIVEKIT_API_KEY=${K}`, `LIVEKIT_API_SECRET=${S}`].join(
        '\n',
      ),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'case 9: two folders, the same URL, another key',
    files: {
      '/a/.env': [`LIVEKIT_URL=${U}`, `LIVEKIT_API_KEY=${K}`, `LIVEKIT_API_SECRET=${S}`].join('\n'),
      '/b/.env': [
        `LIVEKIT_URL=${U}`,
        'LIVEKIT_API_KEY=APIother0000001',
        `LIVEKIT_API_SECRET=${S}x`,
      ].join('\n'),
    },
    projects: [
      ['kit.example.com', U, K, S, '1 2 3'],
      ['kit.example.com', U, 'APIother0000001', `${S}x`, '1 2 3'],
    ],
  },
  {
    title: 'case 11: keys and a published port of a compose file',
    files: {
      'docker-compose.yml': [
        'services:',
        '  lk:',
        '    image: livekit/livekit-server',
        '    environment:',
        `      LIVEKIT_KEYS: "devkey: ${S}"`,
        '    ports: ["7990:7880"]',
      ].join('\n'),
    },
    projects: [['devkey', 'ws://localhost:7990', 'devkey', S, '- 5 5']],
  },
  {
    title: 'case 12: the URL wss://<project>.livekit.cloud',
    files: {
      '.env': [
        'LIVEKIT_URL=wss://<project>.livekit.cloud',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [[K, '', K, S, '- 2 3']],
    notes: ['left_out .env:1 LIVEKIT_URL: The URL is a placeholder. Replace it with the real one.'],
  },
  {
    title: 'case 12: the URL ws://192.168.1.999:7880',
    files: {
      '.env': [
        'LIVEKIT_URL=ws://192.168.1.999:7880',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [[K, '', K, S, '- 2 3']],
    notes: [
      'left_out .env:1 LIVEKIT_URL: The URL names a host that cannot exist. No machine can have that IP address.',
    ],
  },
  {
    title: 'case 12: the URL wss://${HOST}',
    files: {
      '.env': ['LIVEKIT_URL=wss://${HOST}', `LIVEKIT_API_KEY=${K}`, `LIVEKIT_API_SECRET=${S}`].join(
        '\n',
      ),
    },
    projects: [[K, '', K, S, '- 2 3']],
    notes: ['left_out .env:1 LIVEKIT_URL is left out: ${HOST} is defined nowhere.'],
  },
  {
    title: 'case 13: the URL kit.example.com',
    files: {
      '.env': [
        'LIVEKIT_URL=kit.example.com',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
    notes: [`repaired .env:1 LiveKit clients use ${U}, so that is what is kept.`],
  },
  {
    title: 'case 13: the URL https://kit.example.com',
    files: {
      '.env': [
        'LIVEKIT_URL=https://kit.example.com',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
    notes: [`repaired .env:1 LiveKit clients use ${U}, so that is what is kept.`],
  },
  {
    title: 'case 14: the URL https://cloud.livekit.io/projects/p_1/settings/keys',
    files: {
      '.env': [
        'LIVEKIT_URL=https://cloud.livekit.io/projects/p_1/settings/keys',
        `LIVEKIT_API_KEY=${K}`,
        `LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [[K, '', K, S, '- 2 3']],
    notes: [
      `left_out .env:1 LIVEKIT_URL: This is a page on LiveKit's website. The project's URL is on the Cloud dashboard under Settings → API keys, as wss://….livekit.cloud.`,
    ],
  },
];

describe('credentials as public reports have them: files', () => {
  it.each(CASES)('$title', (reading) => checkReading(reading));
});
