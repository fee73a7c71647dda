import { existsSync, readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import lockfile from '../../../package-lock.json' with { type: 'json' };
import manifest from '../../../package.json' with { type: 'json' };

const EXACT = /^(?:npm:(?:@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(?:-[\w.]+)?$/;

describe('package.json', () => {
  it('names exact versions alone', () => {
    const ranges = Object.entries(manifest.devDependencies).filter(
      ([, wanted]) => !EXACT.test(wanted),
    );
    expect(ranges).toEqual([]);
  });

  it('N14 has nothing to install beside the package: everything is bundled', () => {
    expect(manifest).not.toHaveProperty('dependencies');
    expect(manifest).not.toHaveProperty('optionalDependencies');
    expect(manifest).not.toHaveProperty('peerDependencies');
  });

  it('N13 runs no script when it is installed', () => {
    expect(Object.keys(manifest.scripts).filter((name) => /install|^prepare$/.test(name))).toEqual(
      [],
    );
  });

  it('runs on the Node version that the bundles are built for', () => {
    expect(manifest.engines).toEqual({ node: '>=20.19' });
  });
});

describe('package-lock.json', () => {
  const entries = Object.entries(lockfile.packages);

  it('names no registry, so that each machine uses its own', () => {
    expect(entries.filter(([, entry]) => 'resolved' in entry).map(([path]) => path)).toEqual([]);
  });

  it('N13 has a hash for every package', () => {
    const withoutHash = entries.filter(([path, entry]) => path !== '' && !('integrity' in entry));
    expect(withoutHash.map(([path]) => path)).toEqual([]);
  });

  it('has the program of every system, or `npm ci` refuses the file on each', () => {
    const names = new Set(entries.map(([path]) => path.replace(/^.*node_modules\//, '')));
    const wanted = entries.flatMap(([, entry]) =>
      'optionalDependencies' in entry ? Object.keys(entry.optionalDependencies) : [],
    );
    expect(wanted.filter((name) => !names.has(name))).toEqual([]);
  });

  it('N13 installs no package with a script of its own but those that are known', () => {
    const scripted = entries.filter(([, entry]) => 'hasInstallScript' in entry);
    expect(scripted.map(([path]) => path.replace(/^.*node_modules\//, '')).toSorted()).toEqual(
      KNOWN_INSTALL_SCRIPTS,
    );
  });
});

/** Watched for: a new name here is a program that runs on every developer's machine. */
const KNOWN_INSTALL_SCRIPTS = ['electron-winstaller'];

describe('README.md', () => {
  const readme = readFileSync(new URL('../../../README.md', import.meta.url), 'utf8');

  it('names no command of npm that is not there', () => {
    const named = [
      ...readme.matchAll(/npm (?:run )?(start|test|[\w]+:[\w]+|build|check|bench)\b/g),
    ];
    const missing = named
      .map((match) => match[1] ?? '')
      .filter((name) => !(name in manifest.scripts));
    expect(named.length).toBeGreaterThan(2);
    expect(missing).toEqual([]);
  });

  it('is read in a few minutes, and its pictures weigh at most 1.5 MB', () => {
    expect(readme.split('\n').length).toBeLessThanOrEqual(160);
    const pictures = [...readme.matchAll(/(?:src|srcset)="([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(pictures.length).toBeGreaterThan(1);
    const bytes = pictures.map(
      (path) => statSync(new URL(`../../../${path}`, import.meta.url)).size,
    );
    expect(bytes.reduce((sum, size) => sum + size, 0)).toBeLessThanOrEqual(1_500_000);
  });

  it('links to no heading and no file that is not there', () => {
    const headings = new Set(
      [...readme.matchAll(/^#+ (.+)$/gm)].map((match) =>
        (match[1] ?? '')
          .toLowerCase()
          .replaceAll(/[^\w\- ]/g, '')
          .replaceAll(' ', '-'),
      ),
    );
    const links = [...readme.matchAll(/\]\(([^)]+)\)/g)].map((match) => match[1] ?? '');
    const broken = links.filter((link) =>
      link.startsWith('#')
        ? !headings.has(link.slice(1))
        : !link.startsWith('https:') &&
          !existsSync(new URL(`../../../${link.split('#')[0]}`, import.meta.url)),
    );
    expect(broken).toEqual([]);
  });
});
