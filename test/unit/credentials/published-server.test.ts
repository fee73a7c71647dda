import { describe, it } from 'vitest';
import { checkReading, K, S, U, type ReadingCase } from './reading.ts';

/** Shapes of published repositories, rebuilt with made-up keys. */
const CASES: ReadingCase[] = [
  {
    title: 'Kubernetes Secret in base64',
    files: {
      'secret.yaml': [
        'apiVersion: v1',
        'kind: Secret',
        'metadata:',
        '  name: lk',
        'type: Opaque',
        'data:',
        '  LIVEKIT_URL: d3NzOi8va2l0LmV4YW1wbGUuY29t',
        '  LIVEKIT_API_KEY: QVBJcTdadDJtV2M5',
        '  LIVEKIT_API_SECRET: cTNOOHZYMmtSN3BMNXdUOXlCNG1DNmRGMWdIMGpLOHNRMnpF',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '7 8 9']],
  },
  {
    title: 'Kubernetes, several documents',
    files: {
      'all.yaml': [
        'apiVersion: v1',
        'kind: Namespace',
        'metadata:',
        '  name: lk',
        '---',
        'apiVersion: v1',
        'kind: Secret',
        'metadata:',
        '  name: livekit-secrets',
        'stringData:',
        `  api-key: ${K}`,
        `  api-secret: ${S}`,
        `  livekit-url: ${U}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '13 11 12']],
  },
  {
    title: 'Kubernetes, values from elsewhere',
    files: {
      'deploy.yaml': [
        'spec:',
        '  containers:',
        '    - name: a',
        '      env:',
        '        - name: LIVEKIT_API_KEY',
        '          valueFrom:',
        '            secretKeyRef:',
        '              name: lk',
        '              key: api-key',
      ].join('\n'),
    },
    projects: [],
  },
  {
    title: 'k8s',
    files: {
      'the paste': [
        'apiVersion: v1',
        'kind: Secret',
        'metadata:',
        '  name: lk',
        'stringData:',
        `  LIVEKIT_URL: ${U}`,
        `  LIVEKIT_API_KEY: ${K}`,
        `  LIVEKIT_API_SECRET: ${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '6 7 8']],
  },
  {
    title: 'k8s env',
    files: {
      'the paste': [
        'spec:',
        '  containers:',
        '    - name: app',
        '      env:',
        '        - name: LIVEKIT_URL',
        `          value: ${U}`,
        '        - name: LIVEKIT_API_KEY',
        `          value: ${K}`,
        '        - name: LIVEKIT_API_SECRET',
        `          value: "${S}"`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '5 7 9']],
  },
  {
    title: 'configmap',
    files: {
      'the paste': [
        'kind: ConfigMap',
        'data:',
        '  config.yaml: |',
        '    keys:',
        `      ${K}: ${S}`,
        '    port: 7880',
      ].join('\n'),
    },
    projects: [[K, 'ws://localhost:7880', K, S, '- 2 2']],
    notes: [
      `info the paste:2 The file does not name the server's URL, so ws://localhost:7880 is assumed. Change it where the server is elsewhere.`,
    ],
  },
  {
    title: 'helm',
    files: {
      'the paste': [
        'livekit:',
        '  redis:',
        '    address: r:6379',
        '  keys:',
        `    ${K}: "${S}"`,
      ].join('\n'),
    },
    projects: [[K, 'ws://localhost:7880', K, S, '- 5 5']],
    notes: [
      `info the paste:5 The file does not name the server's URL, so ws://localhost:7880 is assumed. Change it where the server is elsewhere.`,
    ],
  },
];

describe('published server files and Kubernetes manifests', () => {
  it.each(CASES)('$title', (reading) => checkReading(reading));
});
