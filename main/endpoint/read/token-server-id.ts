/**
 * `X-Sandbox-ID` as it is compared. Some clients trim what is neither letter nor digit from its edges,
 * others send quotes and spaces as they were pasted. `undefined` where nothing is left.
 */
export function readTokenServerId(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const id = String(header).replace(/^[^a-z0-9]+|[^a-z0-9]+$/gi, '');
  return id === '' ? undefined : id;
}
