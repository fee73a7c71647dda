// @ts-check
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';

/** @typedef {{ name: string, version: string, licence: string, text: string }} Part */

/**
 * Writes the licences of every package that got into a bundle to one text file, where the window reads
 * them. Everything is bundled, so nothing else of these packages is shipped. The environments are built
 * one after the other; each adds its own.
 *
 * @param {string} file Where the text goes.
 * @returns {import('vite').Plugin}
 */
export function licences(file) {
  /** @type {Map<string, Part>} */
  const parts = new Map();
  let whole = false;
  return {
    name: 'token-tray-licences',
    apply: 'build',
    sharedDuringBuild: true,
    writeBundle(_options, bundle) {
      for (const output of Object.values(bundle)) {
        if (output.type !== 'chunk') continue;
        for (const id of output.moduleIds) {
          const folder = packageFolder(id);
          if (folder !== undefined && !parts.has(folder)) parts.set(folder, readPart(folder));
        }
      }
      // The window comes first in a whole build. A build of one part alone knows only its own.
      whole ||= this.environment.name === 'client';
      if (!whole) return;
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, licenceText([...parts.values()]));
    },
  };
}

/**
 * @param {string} id The path of a module, perhaps with a query.
 * @returns {string | undefined} The folder of the package it is part of.
 */
export function packageFolder(id) {
  const marker = `${sep}node_modules${sep}`;
  const at = id.lastIndexOf(marker);
  if (at < 0 || id.startsWith('\0')) return undefined;
  const [scope = '', name = ''] = id.slice(at + marker.length).split(sep);
  return id.slice(0, at + marker.length) + (scope.startsWith('@') ? scope + sep + name : scope);
}

/**
 * @param {string} folder
 * @returns {Part}
 */
function readPart(folder) {
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const file = existsSync(folder)
    ? readdirSync(folder).find((name) => /^(?:licen[cs]e|copying)/i.test(name))
    : undefined;
  return {
    name: manifest.name,
    version: manifest.version,
    licence: manifest.license ?? 'see its text',
    text: file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim(),
  };
}

/**
 * @param {readonly Part[]} parts
 * @returns {string}
 */
function licenceText(parts) {
  const once = new Map(parts.map((part) => [`${part.name} ${part.version}`, part]));
  return [...once.entries()]
    .toSorted(([one], [other]) => one.localeCompare(other))
    .map(([title, { licence, text }]) => `${title} (${licence})\n\n${text}`.trim())
    .join('\n\n----\n\n')
    .concat('\n');
}
