// @ts-check

/**
 * A picture of an animation: the part of the canvas that changed, as a WebP file of its own.
 *
 * @typedef {{ webp: Buffer, x: number, y: number, width: number, height: number, milliseconds: number }} Frame
 */

const ANIMATION = 0b10;
const REPLACES = 0b10;

/**
 * One WebP file that shows pictures in turn, for ever. The pictures themselves come from a browser's canvas, so this
 * only puts them into the container: https://developers.google.com/speed/webp/docs/riff_container.
 *
 * @param {{ width: number, height: number, frames: readonly Frame[] }} animation Sizes in pixels; `x` and `y` even.
 * @returns {Buffer}
 */
export function animatedWebp({ width, height, frames }) {
  const canvas = Buffer.alloc(10);
  canvas.writeUInt8(ANIMATION, 0);
  canvas.writeUIntLE(width - 1, 4, 3);
  canvas.writeUIntLE(height - 1, 7, 3);
  const chunks = [chunk('VP8X', canvas), chunk('ANIM', Buffer.alloc(6)), ...frames.map(frameChunk)];
  const body = Buffer.concat([Buffer.from('WEBP'), ...chunks]);
  return chunk('RIFF', body);
}

/**
 * @param {Frame} frame
 * @returns {Buffer}
 */
function frameChunk({ webp, x, y, width, height, milliseconds }) {
  const head = Buffer.alloc(16);
  head.writeUIntLE(x / 2, 0, 3);
  head.writeUIntLE(y / 2, 3, 3);
  head.writeUIntLE(width - 1, 6, 3);
  head.writeUIntLE(height - 1, 9, 3);
  head.writeUIntLE(milliseconds, 12, 3);
  head.writeUInt8(REPLACES, 15);
  return chunk('ANMF', Buffer.concat([head, ...pictureChunks(webp)]));
}

/**
 * @param {Buffer} webp
 * @returns {Buffer[]} What holds the pixels, without the header of a file of its own.
 */
function pictureChunks(webp) {
  const found = [];
  let at = 12;
  while (at < webp.length) {
    const kind = webp.toString('latin1', at, at + 4);
    const end = at + 8 + webp.readUInt32LE(at + 4);
    if (kind === 'VP8 ' || kind === 'VP8L' || kind === 'ALPH') {
      found.push(chunk(kind, webp.subarray(at + 8, end)));
    }
    at = end + (end % 2);
  }
  return found;
}

/**
 * @param {string} kind Four letters.
 * @param {Buffer} content
 * @returns {Buffer}
 */
function chunk(kind, content) {
  const head = Buffer.alloc(8);
  head.write(kind, 0, 'latin1');
  head.writeUInt32LE(content.length, 4);
  return Buffer.concat([head, content, Buffer.alloc(content.length % 2)]);
}
