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
