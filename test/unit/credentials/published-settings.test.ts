import { describe, it } from 'vitest';
import { checkReading, K, S, U, type ReadingCase } from './reading.ts';

/** Shapes of published repositories, rebuilt with made-up keys. */
const CASES: ReadingCase[] = [
  {
    title: 'heroku config',
    files: {
      'the paste': [
        '=== kitchen Config Vars',
        `LIVEKIT_API_KEY:    ${K}`,
        `LIVEKIT_API_SECRET: ${S}`,
        `LIVEKIT_URL:        ${U}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '4 2 3']],
  },
  {
    title: 'railway variables',
    files: {
      'the paste': [
        '╔══════════════════════╗',
        `║ LIVEKIT_API_KEY    │ ${K} ║`,
        '║──────────────────────║',
        `║ LIVEKIT_API_SECRET │ ${S} ║`,
        `║ LIVEKIT_URL        │ ${U} ║`,
        '╚══════════════════════╝',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '5 2 4']],
  },
  {
    title: 'fly secrets',
    files: {
      'the paste': `fly secrets set LIVEKIT_URL=${U} LIVEKIT_API_KEY=${K} LIVEKIT_API_SECRET=${S}`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
  {
    title: 'flutter',
    files: {
      'the paste': `flutter run --dart-define=LIVEKIT_URL=${U} --dart-define=LIVEKIT_API_KEY=${K} --dart-define=LIVEKIT_API_SECRET=${S}`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
  {
    title: 'systemd',
    files: {
      'the paste': [
        '[Service]',
        `Environment="LIVEKIT_URL=${U}"`,
        `Environment=LIVEKIT_API_KEY=${K}`,
        `Environment="LIVEKIT_API_SECRET=${S}"`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
  },
  {
    title: 'Spring properties',
    files: {
      'application.properties': [
        `livekit.url=${U}`,
        `livekit.api.key=${K}`,
        `livekit.api.secret=${S}`,
        'server.port=6080',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'terraform',
    files: {
      'terraform.tfvars': [
        `livekit_url        = "${U}"`,
        `livekit_api_key    = "${K}"`,
        `livekit_api_secret = "${S}"`,
        'region = "eu"',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'Info.plist',
    files: {
      'the paste': [
        '<dict>',
        '  <key>LIVEKIT_URL</key>',
        `  <string>${U}</string>`,
        '  <key>LIVEKIT_API_KEY</key>',
        `  <string>${K}</string>`,
        '  <key>LIVEKIT_API_SECRET</key>',
        `  <string>${S}</string>`,
        '</dict>',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 4 6']],
  },
  {
    title: 'strings.xml',
    files: {
      'the paste': [
        '<resources>',
        `  <string name="livekit_url">${U}</string>`,
        `  <string name="livekit_api_key">${K}</string>`,
        `  <string name="livekit_api_secret">${S}</string>`,
        '</resources>',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
  },
  {
    title: 'a full livekit.yaml',
    files: {
      'livekit.yaml': [
        'port: 7880',
        'bind_addresses: [""]',
        'rtc:',
        '  tcp_port: 7881',
        '  port_range_start: 50000',
        '  use_external_ip: true',
        'redis:',
        '  address: localhost:6379',
        'turn:',
        '  enabled: true',
        '  domain: turn.example.com',
        'keys:',
        `  ${K}: ${S}`,
        'webhook:',
        `  api_key: ${K}`,
        '  urls:',
        '    - https://example.com/hook',
        'logging:',
        '  level: info',
      ].join('\n'),
    },
    projects: [[K, 'ws://localhost:7880', K, S, '- 13 13']],
    notes: [
      `info livekit.yaml:13 The file does not name the server's URL, so ws://localhost:7880 is assumed. Change it where the server is elsewhere.`,
    ],
  },
  {
    title: 'ingress.yaml',
    files: {
      'ingress.yaml': [
        `api_key: ${K}`,
        `api_secret: ${S}`,
        `ws_url: ${U}`,
        'redis:',
        '  address: localhost:6379',
        'rtmp_port: 1935',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '3 1 2']],
  },
  {
    title: 'docker run',
    files: {
      'the paste': [
        'docker run --rm -p 7990:7880 \\',
        '  -p 7881:7881 \\',
        `  -e LIVEKIT_KEYS="devkey: ${S}" \\`,
        '  livekit/livekit-server --dev',
      ].join('\n'),
    },
    projects: [['devkey', 'ws://localhost:7990', 'devkey', S, '- 1 1']],
  },
  {
    title: 'compose pasted fragment',
    files: {
      'the paste': [
        'environment:',
        `  - LIVEKIT_URL=${U}`,
        `  - LIVEKIT_API_KEY=${K}`,
        `  - LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
  },
  {
    title: 'dockerfile',
    files: {
      'the paste': [
        'FROM x',
        `ENV LIVEKIT_URL=${U}`,
        `ENV LIVEKIT_API_KEY ${K}`,
        `ENV LIVEKIT_API_SECRET="${S}"`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
  },
  {
    title: 'gha',
    files: {
      'the paste': [
        'jobs:',
        '  test:',
        '    env:',
        `      LIVEKIT_URL: ${U}`,
        `      LIVEKIT_API_KEY: ${K}`,
        `      LIVEKIT_API_SECRET: ${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '4 5 6']],
  },
];

describe('published settings', () => {
  it.each(CASES)('$title', (reading) => checkReading(reading));
});
