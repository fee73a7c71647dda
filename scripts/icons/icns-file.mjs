// @ts-check

/** The kinds that hold a PNG, with their width in pixels; the last five are the doubled ones. */
const KINDS = /** @type {const} */ ([
  ['icp4', 16],
  ['icp5', 32],
  ['ic07', 128],
  ['ic08', 256],
  ['ic09', 512],
  ['ic11', 32],
  ['ic12', 64],
  ['ic13', 256],
  ['ic14', 512],
  ['ic10', 1024],
]);

/**
 * A macOS icon file: blocks of a four-letter kind, a length that counts its own 8 bytes, and a PNG.
 *
 * @param {(size: number) => Buffer} png
 * @returns {Buffer}
 */
export function icnsFile(png) {
  const blocks = KINDS.map(([kind, size]) => block(kind, png(size)));
  return block('icns', Buffer.concat(blocks));
}

/**
 * @param {string} kind
 * @param {Buffer} content
 * @returns {Buffer}
 */
function block(kind, content) {
  const head = Buffer.alloc(8);
  head.write(kind, 0, 'ascii');
  head.writeUInt32BE(head.length + content.length, 4);
  return Buffer.concat([head, content]);
}
