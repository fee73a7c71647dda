import { describe, it } from 'vitest';
import { checkReading, K, S, U, type ReadingCase } from './reading.ts';

/** Shapes of published repositories, rebuilt with made-up keys. */
const CASES: ReadingCase[] = [
  {
    title: 'compose with the list in quotes',
    files: {
      'docker-compose.yml': [
        'version: "3"',
        'services:',
        '  livekit:',
        '    image: livekit/livekit-server',
        '    container_name: livekit-server',
        '    ports:',
        '      - "7880:7880"',
        '      - "7882:7882/udp"',
        '    environment:',
        `      - "LIVEKIT_KEYS=devkey: ${S}"`,
        '      - LIVEKIT_PORT=7880',
        '      - LIVEKIT_REDIS_HOST=',
        'networks:',
        '  net:',
      ].join('\n'),
    },
    projects: [['devkey', 'ws://localhost:7880', 'devkey', S, '- 10 10']],
  },
  {
    title: 'compose with keys in the command',
    files: {
      'compose.yml': [
        'services:',
        '  sfu:',
        '    image: docker.io/livekit/livekit-server:v1.9',
        `    command: ["--config", "/etc/livekit.yaml", "--keys", "${K}: ${S}"]`,
        '    ports:',
        '      - target: 7880',
        '        published: "7443"',
      ].join('\n'),
    },
    projects: [[K, 'ws://localhost:7443', K, S, '- 3 3']],
  },
  {
    title: 'compose with --dev and a node IP',
    files: {
      'docker-compose.yaml': [
        'services:',
        '  eloquent:',
        '    image: livekit/livekit-server:latest',
        '    command: --dev --node-ip=127.0.0.1 --bind 0.0.0.0',
        '    network_mode: host',
      ].join('\n'),
    },
    projects: [['localhost', 'ws://localhost:7880', 'devkey', 'secret', '3 3 3']],
  },
  {
    title: 'compose with the config inline',
    files: {
      'compose.yaml': [
        'services:',
        '  livekit:',
        '    image: livekit/livekit-server',
        '    environment:',
        '      LIVEKIT_CONFIG: |',
        '        port: 7880',
        '        keys:',
        `          ${K}: ${S}`,
        '    ports:',
        '      - 127.0.0.1:7881:7880',
      ].join('\n'),
    },
    projects: [[K, 'ws://localhost:7881', K, S, '- 3 3']],
  },
  {
    title: 'compose with a config block',
    files: {
      'compose.yaml': [
        'services:',
        '  livekit:',
        '    image: livekit/livekit-server',
        '    command: --config /livekit.yaml',
        '    configs:',
        '      - source: lk',
        '        target: /livekit.yaml',
        '    ports: ["7880:7880"]',
        'configs:',
        '  lk:',
        '    content: |',
        '      keys:',
        `        ${K}: ${S}`,
      ].join('\n'),
    },
    projects: [[K, 'ws://localhost:7880', K, S, '- 2 2']],
  },
  {
    title: 'compose of server, egress and app',
    files: {
      'docker-compose.yml': [
        'services:',
        '  livekit:',
        '    image: livekit/livekit-server',
        '    command: --dev',
        '    ports: ["7880:7880"]',
        '  egress:',
        '    image: livekit/egress',
        '    environment:',
        '      EGRESS_CONFIG_BODY: |',
        '        api_key: devkey',
        '        api_secret: secret',
        '        ws_url: ws://livekit:7880',
        '  app:',
        '    build: .',
        '    environment:',
        '      LIVEKIT_URL: ws://livekit:7880',
        '      NEXT_PUBLIC_LIVEKIT_URL: ws://localhost:7880',
        '      LIVEKIT_API_KEY: devkey',
        '      LIVEKIT_API_SECRET: secret',
      ].join('\n'),
    },
    projects: [['localhost', 'ws://localhost:7880', 'devkey', 'secret', '3 3 3']],
    notes: [
      'info docker-compose.yml:16 NEXT_PUBLIC_LIVEKIT_URL is used: more callers can reach its host than the one in LIVEKIT_URL.',
    ],
  },
  {
    title: 'compose with defaults in its variables',
    files: {
      'docker-compose.yml': [
        'services:',
        '  livekit:',
        '    image: livekit/livekit-server',
        '    environment:',
        '      LIVEKIT_KEYS: "${LIVEKIT_API_KEY:-devkey}: ${LIVEKIT_API_SECRET:-secret}"',
        '    ports:',
        '      - "${LIVEKIT_PORT:-7880}:7880"',
      ].join('\n'),
    },
    projects: [['devkey', 'ws://localhost:7880', 'devkey', 'secret', '- 5 5']],
  },
  {
    title: 'compose with a port range',
    files: {
      'docker-compose.yml': [
        'services:',
        '  livekit:',
        '    image: livekit/livekit-server',
        '    environment:',
        `      LIVEKIT_KEYS: "${K}: ${S}"`,
        '    ports:',
        '      - "9880-9882:7880-7882"',
      ].join('\n'),
    },
    projects: [[K, 'ws://localhost:9880', K, S, '- 5 5']],
  },
  {
    title: 'compose without a published port',
    files: {
      'docker-compose.yml': [
        'services:',
        '  livekit:',
        '    image: livekit/livekit-server',
        '    environment:',
        `      LIVEKIT_KEYS: "${K}: ${S}"`,
      ].join('\n'),
    },
    projects: [[K, 'ws://localhost:7880', K, S, '- 5 5']],
    notes: [
      'doubtful docker-compose.yml:3 The service "livekit" publishes no port for 7880, so ws://localhost:7880 may not reach it.',
    ],
  },
  {
    title: 'compose behind a proxy',
    files: {
      'docker-compose.yml': [
        'services:',
        '  livekit:',
        '    image: livekit/livekit-server',
        '    environment:',
        `      - LIVEKIT_KEYS=${K}: ${S}`,
        '    ports:',
        '      - 7880:7880',
        '  web:',
        '    image: web',
        '    environment:',
        `      - VITE_LIVEKIT_URL=${U}`,
        `      - LIVEKIT_API_KEY=${K}`,
        `      - LIVEKIT_API_SECRET=${S}`,
      ].join('\n'),
    },
    projects: [[K, U, K, S, '11 5 5']],
    notes: [
      `info docker-compose.yml:11 The key comes with two URLs. ${U} is used: more callers can reach it than ws://localhost:7880.`,
    ],
  },
  {
    title: 'compose list',
    files: {
      'compose.yaml': [
        'services:',
        '  app:',
        '    build: .',
        '    environment:',
        '      - LIVEKIT_URL=ws://livekit:7880',
        '      - LIVEKIT_API_KEY=devkey',
        '      - LIVEKIT_API_SECRET=secret',
        '  livekit:',
        '    image: livekit/livekit-server:latest',
        '    command: --dev --bind 0.0.0.0',
        '    ports:',
        '      - 7881:7880',
      ].join('\n'),
    },
    projects: [['localhost', 'ws://localhost:7881', 'devkey', 'secret', '9 9 9']],
    notes: [
      'repaired compose.yaml:5 LIVEKIT_URL names the container "livekit"; from this machine it is ws://localhost:7881.',
    ],
  },
  {
    title: 'compose env',
    files: {
      '/a/compose.yaml': [
        'services:',
        '  livekit:',
        '    image: livekit/livekit-server',
        '    environment:',
        '      LIVEKIT_KEYS: "${LIVEKIT_API_KEY}:${LIVEKIT_API_SECRET}"',
        '    ports:',
        '      - "${PORT:-7995}:7880"',
      ].join('\n'),
      '/a/.env': [`LIVEKIT_API_KEY=${K}`, `LIVEKIT_API_SECRET=${S}`].join('\n'),
    },
    projects: [[K, 'ws://localhost:7995', K, S, '- 5 5']],
    notes: [
      'repaired /a/compose.yaml:5 LIVEKIT_KEYS has no space after the colon. livekit-server needs one there.',
    ],
  },
  {
    title: 'compose anchors',
    files: {
      'docker-compose.yml': [
        'x-lk: &lk',
        `  LIVEKIT_API_KEY: ${K}`,
        `  LIVEKIT_API_SECRET: ${S}`,
        'services:',
        '  a:',
        '    image: a',
        '    environment:',
        '      <<: *lk',
        `      LIVEKIT_URL: ${U}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '9 2 3']],
  },
  {
    title: 'envfile compose',
    files: {
      '/a/docker-compose.yml': [
        'services:',
        '  web:',
        '    image: x',
        '    env_file: ./web.env',
      ].join('\n'),
      '/a/web.env': [`LIVEKIT_URL=${U}`, `LIVEKIT_API_KEY=${K}`, `LIVEKIT_API_SECRET=${S}`].join(
        '\n',
      ),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
];

describe('published compose files', () => {
  it.each(CASES)('$title', (reading) => checkReading(reading));
});
