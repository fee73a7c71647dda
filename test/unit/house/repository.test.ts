import { homedir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { ROOT, trackedTexts } from './tracked-files.ts';

const texts = trackedTexts();

/** Paths of the files in which a pattern occurs, with the first line where it does. */
function findings(pattern: RegExp, except: string[] = []): string[] {
  return [...texts].flatMap(([path, text]) => {
    const line = except.includes(path)
      ? undefined
      : text.split('\n').find((candidate) => pattern.test(candidate));
    return line === undefined ? [] : [`${path}: ${line.trim().slice(0, 120)}`];
  });
}

function literally(text: string): RegExp {
  return new RegExp(text.replaceAll(/[\\^$.*+?()[\]{}|]/g, String.raw`\$&`));
}

describe('the repository', () => {
  it('is read whole by these checks', () => {
    expect([...texts.keys()]).toEqual(
      expect.arrayContaining(['package.json', 'README.md', 'LICENSE', '.ci/run']),
    );
  });

  it('names no folder of the machine on which it lies', () => {
    expect(findings(literally(join(ROOT, '/')))).toEqual([]);
    // A home such as `/root` is a word that may stand in a text; one below another folder is not.
    const home = homedir();
    if (home.split(/[\\/]/).filter(Boolean).length > 1) {
      expect(findings(literally(`${home}/`))).toEqual([]);
    }
  });

  it('names the folders beside the repository only in .ci/run', () => {
    expect(
      findings(/\.\.\/shared\/electron-runtim[e]|\bshared\/(?:reference|seed|hooks|design)\b/, [
        '.ci/run',
      ]),
    ).toEqual([]);
  });

  it('names no host of a package registry', () => {
    expect(findings(/registr[y]\.(?:npmjs|yarnpkg)|npm\.pkg\.github/)).toEqual([]);
  });

  it('leaves no test out and focuses none', () => {
    const tests = [...texts].filter(([path]) => /\.(?:test|spec)\.ts$/.test(path));
    const found = tests.filter(([, text]) =>
      /\b(?:it|test|describe)(?:\.describe)?\.(?:only|todo|fixme)\(|\b(?:it|describe)\.skip\(/.test(
        text,
      ),
    );
    expect(found.map(([path]) => path)).toEqual([]);
  });

  it('has no file above 420 lines but the lockfile and the licence', () => {
    const code = [...texts].filter(([path]) => /\.(?:ts|tsx|mjs|css)$/.test(path));
    const long = code.filter(([, text]) => text.split('\n').length - 1 > 420);
    expect(long.map(([path]) => path)).toEqual([]);
  });
});
