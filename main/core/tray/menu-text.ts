/** Controls, line breaks, and the marks that reorder text around them: a menu has no way to isolate them. */
const DISRUPTIVE = /[\p{Cc}\p{Zl}\p{Zp}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu;

/**
 * Text that came from a request or a person, made fit for one line of a menu: no controls, no bidi marks,
 * and shortened in the middle to `limit` characters, since both ends tell identities apart.
 */
export function menuText(text: string, limit = 40): string {
  const plain = Array.from(text.replace(DISRUPTIVE, ' ').replace(/\s+/g, ' ').trim());
  if (plain.length <= limit) return plain.join('');
  const tail = Math.floor((limit - 1) / 3);
  return `${plain.slice(0, limit - 1 - tail).join('')}…${plain.slice(-tail).join('')}`;
}

/** The first sentence of a message of the catalogue, without its full stop: what happened, without what to do. */
export function firstSentence(message: string): string {
  const end = /[.:](?=\s|$)/.exec(message);
  return end === null ? message : message.slice(0, end.index);
}
