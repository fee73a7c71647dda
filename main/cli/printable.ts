/** Text of others for a terminal: a control character in a name would steer it, a bidi mark would turn the line around. */
export function printable(text: string): string {
  return text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '\ufffd');
}
