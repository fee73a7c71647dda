import { describe, expect, it } from 'vitest';
import { parseImport } from '../../../main/core/import/parse-import.ts';

const SENTINEL = 'sentinel-secret-that-must-not-be-repeated-0001';

const CLI_CONFIG = `
default_project: kitchen-demo
projects:
    - name: kitchen-demo
      project_id: p_0example0001
      url: wss://kitchen-demo-a1b2c3d4.livekit.cloud
      api_key: APIexampleKey01
      api_secret: not-a-real-secret-just-an-example-000
    - name: laptop
      project_id: ""
      url: http://localhost:7880/
      api_key: devkey
      api_secret: secret
device_name: amy-laptop
theme: ""
`;

describe("the LiveKit CLI's cli-config.yaml", () => {
  it('reads every project, turns http into ws and marks the default', () => {
    expect(parseImport('cli-config.yaml', CLI_CONFIG)).toEqual({
      kind: 'lk',
      projects: [
        {
          name: 'kitchen-demo',
          url: 'wss://kitchen-demo-a1b2c3d4.livekit.cloud',
          apiKey: 'APIexampleKey01',
          apiSecret: 'not-a-real-secret-just-an-example-000',
          isDefault: true,
        },
        {
          name: 'laptop',
          url: 'ws://localhost:7880',
          apiKey: 'devkey',
          apiSecret: 'secret',
          isDefault: false,
        },
      ],
      skipped: [],
      warnings: [],
    });
  });

  it.each([
    ['a number', '0123456789', '0123456789'],
    ['a word YAML takes for a boolean', 'yes', 'yes'],
    ['an exponent', '12e03', '12e03'],
    ['null', 'null', 'null'],
    ['quoted with blanks around', '"  padded  "', 'padded'],
  ])('keeps a secret that looks like %s as text', (_what, written, expected) => {
    const { projects } = parseImport(
      'cli-config.yaml',
      `projects:\n- {name: a, url: 'wss://a.example', api_key: 007, api_secret: ${written}}\n`,
    );
    expect(projects).toMatchObject([{ apiKey: '007', apiSecret: expected }]);
  });

  it('skips what is not whole and says why', () => {
    const { projects, skipped } = parseImport(
      'cli-config.yaml',
      `projects:
- {name: no-secret, url: wss://a.example, api_key: APIabc}
- {name: no-key, url: wss://a.example, api_secret: ${SENTINEL}}
- {name: neither, url: wss://a.example}
- {name: no-url, api_key: APIabc, api_secret: ${SENTINEL}}
- {name: ftp, url: ftp://a.example, api_key: APIabc, api_secret: ${SENTINEL}}
- {name: user, url: 'wss://amy:pw@a.example', api_key: APIabc, api_secret: ${SENTINEL}}
- {name: sample, url: wss://a.example, api_key: <your-key>, api_secret: ${SENTINEL}}
- just a word
- {url: 'https://kitchen-demo-a1b2.livekit.cloud', api_key: APIabc, api_secret: ${SENTINEL}}
`,
    );
    expect(projects.map(({ name, url }) => [name, url])).toEqual([
      ['kitchen-demo', 'wss://kitchen-demo-a1b2.livekit.cloud'],
    ]);
    expect(skipped).toEqual([
      { name: 'no-secret', reason: 'It has no API secret.' },
      { name: 'no-key', reason: 'It has no API key.' },
      { name: 'neither', reason: 'It has no API key and no API secret.' },
      { name: 'no-url', reason: 'It has no URL.' },
      { name: 'ftp', reason: expect.stringContaining('ftp://') },
      { name: 'user', reason: expect.stringContaining('URL cannot be used') },
      { name: 'sample', reason: expect.stringContaining('placeholder') },
      { name: 'Project 8', reason: expect.stringContaining('not a project') },
    ]);
    expect(JSON.stringify(skipped)).not.toContain(SENTINEL);
  });

  it('says when the default project is gone', () => {
    const { warnings } = parseImport(
      'cli-config.yaml',
      'default_project: gone\nprojects:\n- {name: a, url: wss://a.example, api_key: k12, api_secret: s12}\n',
    );
    expect(warnings).toEqual([expect.stringContaining('"gone"')]);
  });

  it.each([
    ['an empty file', ''],
    ['no projects', 'device_name: amy\n'],
    ['an empty list', 'default_project: ""\nprojects: []\n'],
    ['projects that are no list', 'projects: 7\n'],
  ])('finds nothing in %s and does not complain', (_what, content) => {
    expect(parseImport('cli-config.yaml', content)).toEqual({
      kind: 'lk',
      projects: [],
      skipped: [],
      warnings: [],
    });
  });

  it.each([
    ['an open quote', `projects:\n- api_secret: "${SENTINEL}\n`],
    ['a tab for indentation', `projects:\n\t- api_secret: ${SENTINEL}\n`],
    ['a key given twice', `projects:\n- {api_secret: ${SENTINEL}, api_secret: ${SENTINEL}}\n`],
    ['lists without end', `${'['.repeat(20_000)}${SENTINEL}`],
    [
      'aliases that multiply',
      `a: &a [${SENTINEL}]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\nprojects: [*d,*d,*d]\n`,
    ],
    ['plain text', `this is no yaml ${SENTINEL}`],
  ])('S5 does not fail on %s and repeats none of it', (_what, content) => {
    const result = parseImport('cli-config.yaml', content);
    expect(result.projects).toEqual([]);
    expect(result.warnings).toHaveLength(1);
    expect(JSON.stringify(result)).not.toContain(SENTINEL);
  });

  it('does not let a key named __proto__ reach a prototype', () => {
    parseImport(
      'cli-config.yaml',
      '__proto__: {polluted: yes}\nprojects:\n- {__proto__: {url: x}}\n',
    );
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
    expect({}).not.toHaveProperty('url');
  });

  it('reads a file that begins with a byte order mark', () => {
    expect(parseImport('cli-config.yaml', `\uFEFF${CLI_CONFIG.trimStart()}`).projects).toHaveLength(
      2,
    );
  });
});

describe('.env files', () => {
  it('reads the usual three names and names the project after its host', () => {
    expect(
      parseImport(
        '/home/amy/app/.env.local',
        `# from lk app env\nLIVEKIT_URL="wss://kitchen-demo-a1b2c3d4.livekit.cloud"\nexport LIVEKIT_API_KEY=APIexampleKey01\r\nLIVEKIT_API_SECRET='  example-secret#not-a-comment ' # comment\nAGENT_NAME=chef\n`,
      ),
    ).toEqual({
      kind: 'env',
      projects: [
        {
          name: 'kitchen-demo',
          url: 'wss://kitchen-demo-a1b2c3d4.livekit.cloud',
          apiKey: 'APIexampleKey01',
          apiSecret: 'example-secret#not-a-comment',
          isDefault: false,
        },
      ],
      skipped: [],
      warnings: [],
    });
  });

  it.each([
    ['NEXT_PUBLIC_LIVEKIT_URL', 'LIVEKIT_API_KEY', 'LIVEKIT_API_SECRET'],
    ['LIVEKIT_WS_URL', 'LIVEKIT_KEY', 'LIVEKIT_SECRET'],
  ])('knows %s, %s and %s', (url, key, secret) => {
    const { projects } = parseImport(
      '.env',
      `${url}=https://a.example\n${key}=k12\n${secret}=s12\n`,
    );
    expect(projects).toEqual([
      {
        name: 'a.example',
        url: 'wss://a.example',
        apiKey: 'k12',
        apiSecret: 's12',
        isDefault: false,
      },
    ]);
  });

  it('prefers LIVEKIT_URL to the other names', () => {
    const { projects } = parseImport(
      '.env',
      'NEXT_PUBLIC_LIVEKIT_URL=wss://b.example\nLIVEKIT_URL=wss://a.example\nLIVEKIT_API_KEY=k12\nLIVEKIT_API_SECRET=s12\n',
    );
    expect(projects[0]?.url).toBe('wss://a.example');
  });

  it.each([
    ['LIVEKIT_URL=wss://a.example\n', 'no API key and no API secret'],
    ['LIVEKIT_API_KEY=k12\nLIVEKIT_API_SECRET=s12\n', 'no URL'],
    [
      'LIVEKIT_URL=wss://a.example\nLIVEKIT_API_KEY=k12\nLIVEKIT_API_SECRET=${OTHER}\n',
      'placeholder',
    ],
    [
      'LIVEKIT_URL=wss://<your-project>.livekit.cloud\nLIVEKIT_API_KEY=<key>\nLIVEKIT_API_SECRET=<secret>\n',
      'placeholder',
    ],
  ])('skips %j because of %s', (content, reason) => {
    const { projects, skipped } = parseImport('.env', content);
    expect(projects).toEqual([]);
    expect(skipped).toEqual([
      { name: expect.any(String), reason: expect.stringContaining(reason) },
    ]);
  });

  it('finds nothing in a file of another program', () => {
    expect(parseImport('.env', 'DATABASE_URL=postgres://x\n')).toMatchObject({
      projects: [],
      skipped: [],
      warnings: [],
    });
  });

  it('explains a file that holds only a token server ID', () => {
    const { warnings } = parseImport('.env', 'NEXT_PUBLIC_LIVEKIT_SANDBOX_ID=demo-abc123\n');
    expect(warnings).toEqual([expect.stringContaining('development token server')]);
  });

  it('takes the keys of LIVEKIT_KEYS, each as a project', () => {
    const { projects } = parseImport(
      '.env',
      'LIVEKIT_KEYS="devkey: secret\\nAPIother: 0123456789"\n',
    );
    expect(projects).toEqual([
      {
        name: 'devkey',
        url: 'ws://localhost:7880',
        apiKey: 'devkey',
        apiSecret: 'secret',
        isDefault: false,
      },
      {
        name: 'APIother',
        url: 'ws://localhost:7880',
        apiKey: 'APIother',
        apiSecret: '0123456789',
        isDefault: false,
      },
    ]);
  });

  it('says that LIVEKIT_KEYS needs a space after the colon', () => {
    const { skipped } = parseImport('.env', `LIVEKIT_KEYS=devkey:${SENTINEL}\n`);
    expect(skipped).toEqual([
      { name: 'LIVEKIT_KEYS', reason: expect.stringContaining('space after the colon') },
    ]);
  });
});

describe("livekit-server's own files", () => {
  it('takes the keys of livekit.yaml on the port it names', () => {
    expect(
      parseImport(
        'livekit.yaml',
        'port: 7999\nrtc:\n  udp_port: 7882\nkeys:\n  devkey: secret\n  APIx: 12345678\n',
      ),
    ).toMatchObject({
      kind: 'livekit-yaml',
      projects: [
        { name: 'devkey', url: 'ws://localhost:7999', apiKey: 'devkey', apiSecret: 'secret' },
        { name: 'APIx', url: 'ws://localhost:7999', apiKey: 'APIx', apiSecret: '12345678' },
      ],
    });
  });

  it('takes a key file', () => {
    expect(parseImport('keys.yaml', 'APIabc: 0123456789abcdef\n')).toMatchObject({
      kind: 'livekit-yaml',
      projects: [{ name: 'APIabc', apiSecret: '0123456789abcdef' }],
    });
  });

  it('does not take any short YAML file for a key file', () => {
    expect(parseImport('compose.yaml', 'name: kitchen\n')).toMatchObject({ projects: [] });
  });
});
