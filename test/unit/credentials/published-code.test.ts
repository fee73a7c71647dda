import { describe, it } from 'vitest';
import { checkReading, K, S, U, type ReadingCase } from './reading.ts';

/** Shapes of published repositories, rebuilt with made-up keys. */
const CASES: ReadingCase[] = [
  {
    title: 'docker inspect',
    files: {
      'the paste': [
        '[',
        '  {',
        '    "Config": {',
        '      "Env": [',
        '        "PATH=/bin",',
        `        "LIVEKIT_URL=${U}",`,
        `        "LIVEKIT_API_KEY=${K}",`,
        `        "LIVEKIT_API_SECRET=${S}"`,
        '      ]',
        '    }',
        '  }',
        ']',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '6 7 8']],
  },
  {
    title: 'Azure app settings',
    files: {
      'the paste': [
        '[',
        '  {',
        '    "name": "LIVEKIT_URL",',
        `    "value": "${U}",`,
        '    "slotSetting": false',
        '  },',
        '  {',
        '    "name": "LIVEKIT_API_KEY",',
        `    "value": "${K}",`,
        '    "slotSetting": false',
        '  },',
        '  {',
        '    "name": "LIVEKIT_API_SECRET",',
        `    "value": "${S}",`,
        '    "slotSetting": false',
        '  }',
        ']',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 7 12']],
  },
  {
    title: 'Postman',
    files: {
      'the paste': [
        '{',
        '  "name": "kitchen",',
        '  "values": [',
        '    {',
        '      "key": "livekit_url",',
        `      "value": "${U}"`,
        '    },',
        '    {',
        '      "key": "livekit_api_key",',
        `      "value": "${K}"`,
        '    },',
        '    {',
        '      "key": "livekit_api_secret",',
        `      "value": "${S}"`,
        '    }',
        '  ]',
        '}',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '4 8 12']],
  },
  {
    title: 'pm2',
    files: {
      'the paste': [
        'module.exports = {',
        '  apps: [{',
        `    name: 'api',`,
        `    script: 'server.js',`,
        '    env: {',
        `      LIVEKIT_URL: '${U}',`,
        `      LIVEKIT_API_KEY: '${K}',`,
        `      LIVEKIT_API_SECRET: '${S}',`,
        '    },',
        '  }],',
        '};',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '6 7 8']],
  },
  {
    title: 'Angular',
    files: {
      'environment.ts': [
        'export const environment = {',
        '  production: false,',
        '  livekit: {',
        `    wsUrl: '${U}',`,
        `    apiKey: '${K}',`,
        `    apiSecret: '${S}',`,
        '  },',
        '};',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '4 5 6']],
  },
  {
    title: 'WEBSOCKET_URL',
    files: {
      'livekit.js': [
        'export const LIVEKIT_CONFIG = {',
        `  API_KEY: "${K}",`,
        '',
        `  API_SECRET: "${S}",`,
        `  WEBSOCKET_URL: "${U}"`,
        '};',
        'export const get = () => ({ apiKey: process.env.REACT_APP_LIVEKIT_API_KEY || LIVEKIT_CONFIG.API_KEY });',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '5 2 4']],
  },
  {
    title: 'xcconfig',
    files: {
      'Config.xcconfig': [
        'LIVEKIT_URL = wss:/$()/kit.example.com',
        `LIVEKIT_API_KEY = ${K}`,
        `LIVEKIT_API_SECRET = ${S}`,
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '1 2 3']],
  },
  {
    title: 'an agent config in JSON5',
    files: {
      'config.json5': `// livekit\n{livekit: {serverUrl: '${U}', apiKey: '${K}', apiSecret: '${S}',}}`,
    },
    projects: [['kit.example.com', U, K, S, '2 2 2']],
  },
  {
    title: 'appsettings.json',
    files: {
      'appsettings.json': [
        '{',
        '  "Logging": {',
        '    "LogLevel": {',
        '      "Default": "Information"',
        '    }',
        '  },',
        '  "LiveKit": {',
        `    "Url": "${U}",`,
        `    "ApiKey": "${K}",`,
        `    "ApiSecret": "${S}"`,
        '  }',
        '}',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '8 9 10']],
  },
  {
    title: 'a Go client',
    files: {
      'the paste': `client := lksdk.NewRoomServiceClient("${U}", "${K}", "${S}")`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
  {
    title: 'Dart constants',
    files: {
      'the paste': [
        'class AppConstants {',
        `  static const String livekitUrl = '${U}';`,
        `  static const String livekitApiKey = '${K}';`,
        `  static const String livekitApiSecret = '${S}';`,
        '}',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '2 3 4']],
  },
  {
    title: 'samples of a template',
    files: {
      'lib/constants.dart': [
        'class C {',
        `  static const String livekitWsUrl = 'YOUR_LIVEKIT_WS_URL';`,
        '}',
      ].join('\n'),
    },
    projects: [],
    notes: [
      'left_out lib/constants.dart:2 livekitWsUrl: The URL is a placeholder. Replace it with the real one.',
    ],
  },
  {
    title: 'an npm script',
    files: {
      'package.json': `{"scripts": {"dev": "LIVEKIT_URL=${U} LIVEKIT_API_KEY=${K} LIVEKIT_API_SECRET=${S} next dev"}}`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
  {
    title: 'curl of a token endpoint',
    files: {
      'the paste': 'curl -X POST http://localhost:7885/token -d {}',
    },
    projects: [],
  },
  {
    title: 'vscode launch',
    files: {
      'the paste': [
        '{',
        ' // comment',
        ' "env": {',
        `  "LIVEKIT_URL": "${U}",`,
        `  "LIVEKIT_API_KEY": "${K}",`,
        `  "LIVEKIT_API_SECRET": "${S}",`,
        ' }',
        '}',
      ].join('\n'),
    },
    projects: [['kit.example.com', U, K, S, '4 5 6']],
  },
  {
    title: 'dotnet',
    files: {
      'the paste': `{"LiveKit": {"ServerUrl": "${U}", "ApiKey": "${K}", "ApiSecret": "${S}"}}`,
    },
    projects: [['kit.example.com', U, K, S, '1 1 1']],
  },
];

describe('published JSON and code', () => {
  it.each(CASES)('$title', (reading) => checkReading(reading));
});
