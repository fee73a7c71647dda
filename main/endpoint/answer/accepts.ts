/**
 * Whether a client wants the bare token: `text/plain` stands in its Accept before anything that JSON would
 * satisfy. Axios sends `application/json, text/plain, *\/*` and wants JSON.
 */
export function wantsText(accept: string | undefined): boolean {
  if (accept === undefined || !accept.includes('text/plain')) return false;
  const types = accept.split(',').map((item) => item.split(';')[0]?.trim().toLowerCase());
  const text = types.indexOf('text/plain');
  const json = types.findIndex(
    (type) => type === 'application/json' || type === 'application/*' || type === '*/*',
  );
  return text !== -1 && (json === -1 || text < json);
}

/** Whether a browser asks for a page. */
export function wantsHtml(accept: string | undefined): boolean {
  return accept !== undefined && accept.includes('text/html');
}
