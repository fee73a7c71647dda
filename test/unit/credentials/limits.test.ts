import { describe, expect, it } from 'vitest';
import { readCredentials } from '../../../main/core/credentials/read-credentials.ts';
import { K, S, U } from './reading.ts';

const MEBIBYTE = 1024 * 1024;

function messages(name: string, content: string): string[] {
  return readCredentials([{ name, content }]).notes.map(({ message }) => message);
}

describe('limits on what is read', () => {
  it('refuses a file larger than 1 MiB, and reads one of 1 MiB', () => {
    const env = `LIVEKIT_URL=${U}\nLIVEKIT_API_KEY=${K}\nLIVEKIT_API_SECRET=${S}\n`;
    const padding = `# ${'x'.repeat(97)}\n`.repeat(Math.floor((MEBIBYTE - env.length) / 100));
    expect(readCredentials([{ name: '.env', content: padding + env }]).projects).toHaveLength(1);
    expect(messages('.env', 'x'.repeat(MEBIBYTE + 1))).toEqual([
      'It is larger than 1 MiB and was not read.',
    ]);
  });

  it('refuses more lines than people write by hand', () => {
    expect(messages('.env', '\n'.repeat(40_000))).toEqual([
      'It has more than 20,000 lines and was not read.',
    ]);
  });

  it('refuses YAML that would take long to parse', () => {
    const keys = Array.from({ length: 8000 }, (_item, index) => `  key${index}: secret${index}`);
    expect(messages('livekit.yaml', `keys:\n${keys.join('\n')}\n`)).toEqual([
      expect.stringContaining('too long to hold LiveKit projects'),
    ]);
  });

  it.each([
    ['x.yaml', '['.repeat(5000)],
    [
      'x.yaml',
      `a: &a [${S}]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b,*b]\nd: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d,*d]\n`,
    ],
    ['x.json', '{"a":'.repeat(5000)],
    ['x.toml', `a = ${'['.repeat(5000)}`],
  ])('refuses %s nested too deeply', (name, content) => {
    const { projects, notes } = readCredentials([{ name, content }]);
    expect(projects).toEqual([]);
    expect(notes).toHaveLength(1);
    expect(JSON.stringify(notes)).not.toContain(S);
  });

  it('reads the first 200 projects, and says that there are more', () => {
    const items = Array.from(
      { length: 250 },
      (_item, index) =>
        `- {name: p${index}, url: 'wss://p${index}.example', api_key: k${index}x, api_secret: ${S}}`,
    );
    const reading = readCredentials([
      { name: 'cli-config.yaml', content: `projects:\n${items.join('\n')}\n` },
    ]);
    expect(reading.projects).toHaveLength(200);
    expect(reading.notes.at(-1)?.message).toBe(
      'There are more than 200 projects here. The first 200 were read.',
    );
  });

  it('reads the first 600 variables about LiveKit, and says that there are more', () => {
    const lines = Array.from(
      { length: 1500 },
      (_item, index) => `A${index}_LIVEKIT_API_KEY=key${index}`,
    );
    expect(messages('.env', lines.join('\n'))).toContain(
      'There are more than 600 variables about LiveKit. The first 600 were read.',
    );
  });

  it('does not let variables multiply without end', () => {
    const lines = Array.from(
      { length: 40 },
      (_item, index) => `A${index}=\${A${index + 1}}\${A${index + 1}}`,
    );
    const { projects } = readCredentials([
      { name: '.env', content: `${lines.join('\n')}\nA40=x\nLIVEKIT_URL=wss://\${A0}\nB=$B\n` },
    ]);
    expect(projects).toEqual([]);
  });

  it('does not let a name reach a prototype', () => {
    readCredentials([
      {
        name: 'x.yaml',
        content: '__proto__: {polluted: yes}\nprojects:\n- {__proto__: {url: x}}\n',
      },
      { name: 'x.json', content: '{"__proto__": {"polluted": "yes"}}' },
      { name: 'x.toml', content: '[__proto__]\npolluted = "yes"\n' },
    ]);
    expect({}).not.toHaveProperty('polluted');
    expect({}).not.toHaveProperty('url');
  });
});

describe('whatever it is given', () => {
  const parts = [
    'LIVEKIT_URL=',
    'LIVEKIT_API_KEY=',
    'LIVEKIT_API_SECRET=',
    'LIVEKIT_KEYS=',
    U,
    K,
    S,
    '\n',
    ' ',
    '"',
    "'",
    '`',
    '{',
    '}',
    '[',
    ']',
    '(',
    ')',
    ':',
    ',',
    '${',
    '$',
    '#',
    '//',
    '/*',
    '*/',
    'services:',
    'keys:',
    '- ',
    '  ',
    '&a',
    '*a',
    '<<:',
    '|',
    '\\',
    '\u202e',
    '\u200b',
    'eyJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJhIn0.x',
    'lk ',
    '--url ',
    '--api-key ',
    'export ',
    'set ',
    '=',
    '…',
    'é',
    '\t',
    'ports:',
    '7880:7880',
    'environment:',
    'default_project: a',
    'projects:',
    '[a]',
    'x: ',
  ];

  it('never throws, and never repeats the secret', () => {
    let seed = 20_261_126;
    const next = (below: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * below);
    };
    const names = [
      'the paste',
      '.env',
      'x.yaml',
      'x.json',
      'x.toml',
      'docker-compose.yml',
      'keys.yaml',
    ];
    for (let run = 0; run < 3000; run += 1) {
      const length = 1 + next(24);
      const content = Array.from({ length }, () => parts[next(parts.length)]).join('');
      const name = names[next(names.length)] ?? '';
      const { notes, projects } = readCredentials([{ name, content }]);
      expect(
        JSON.stringify([notes, projects.map((project) => project.name)]),
        content,
      ).not.toContain(S);
    }
  });
});
