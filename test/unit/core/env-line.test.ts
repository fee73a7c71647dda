import { describe, expect, it } from 'vitest';
import { envPlaceOf, withEnvLine } from '../../../main/core/env-line.ts';

const URL = 'http://localhost:7885/token';

describe('where an app’s framework reads the URL', () => {
  it.each([
    ['next', 'NEXT_PUBLIC_TOKEN_URL', 'process.env.NEXT_PUBLIC_TOKEN_URL'],
    ['expo', 'EXPO_PUBLIC_TOKEN_URL', 'process.env.EXPO_PUBLIC_TOKEN_URL'],
    ['vite', 'VITE_TOKEN_URL', 'import.meta.env.VITE_TOKEN_URL'],
    ['astro', 'PUBLIC_TOKEN_URL', 'import.meta.env.PUBLIC_TOKEN_URL'],
    ['react-scripts', 'REACT_APP_TOKEN_URL', 'process.env.REACT_APP_TOKEN_URL'],
  ])('for %s is %s', (name, variable, use) => {
    const manifest = JSON.stringify({ devDependencies: { [name]: '1.0.0' } });
    expect(envPlaceOf(manifest, [])).toEqual({ file: '.env.local', name: variable, use });
  });

  it('is SvelteKit’s own for an app on SvelteKit, which is built on Vite', () => {
    const manifest = JSON.stringify({ devDependencies: { vite: '8', '@sveltejs/kit': '3' } });
    expect(envPlaceOf(manifest, [])?.name).toBe('PUBLIC_TOKEN_URL');
  });

  it('is the variable that LiveKit’s starter reads, where the app is one', () => {
    const manifest = JSON.stringify({ dependencies: { next: '16' } });
    const example = 'LIVEKIT_API_KEY=\nNEXT_PUBLIC_CONN_DETAILS_ENDPOINT=\n';
    expect(envPlaceOf(manifest, [example])?.name).toBe('NEXT_PUBLIC_CONN_DETAILS_ENDPOINT');
  });

  it.each(['', '{', 'null', '[]', '{"dependencies":7}', '{"dependencies":{"express":"5"}}'])(
    'is nowhere for %j',
    (manifest) => {
      expect(envPlaceOf(manifest, [])).toBeUndefined();
    },
  );
});

describe('the line in a .env file', () => {
  it.each([
    ['is added to an empty file', '', `A=${URL}\n`],
    ['is added at the end', '# keys\nB=1\n', `# keys\nB=1\nA=${URL}\n`],
    ['is added after a file without a last line end', 'B=1', `B=1\nA=${URL}\n`],
    ['takes the place of an older one', '# a\nA=old # here\nB=1\n', `# a\nA=${URL} # here\nB=1\n`],
    ['leaves a commented one', '# A=old\n', `# A=old\nA=${URL}\n`],
    ['keeps export and blanks', ' export A =old\n', ` export A =${URL}\n`],
    ['is the last of several, which counts', 'A=1\nA=2\n', `A=1\nA=${URL}\n`],
    ['keeps the line ends of Windows', 'B=1\r\nA=old\r\n', `B=1\r\nA=${URL}\r\n`],
    ['does not take another name for its own', 'AA=1\nXA=2\n', `AA=1\nXA=2\nA=${URL}\n`],
    ['is not written twice', `A=${URL}\n`, `A=${URL}\n`],
  ])('%s', (_what, before, after) => {
    expect(withEnvLine(before, 'A', URL)).toBe(after);
  });
});
