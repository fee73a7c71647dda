/**
 * An origin as a browser sends it, or `undefined` for what is none: scheme, host and port in lower case,
 * nothing after them. Custom schemes such as `capacitor://localhost` are origins too; `null` is not.
 */
export function parseOrigin(text: string): string | undefined {
  const trimmed = text.trim().replace(/\/$/, '');
  return /^[a-z][a-z0-9+.-]*:\/\/(?:\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::\d{1,5})?$/i.test(trimmed)
    ? trimmed.toLowerCase()
    : undefined;
}

/** A host name as a person would add it, in lower case without port, or `undefined`. A whole suffix such as `.local` is none. */
export function parseHostName(text: string): string | undefined {
  const trimmed = text.trim().toLowerCase().replace(/\.$/, '');
  return /^(?=.{1,253}$)[a-z0-9_](?:[a-z0-9_-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_-]{0,62}))*$/.test(
    trimmed,
  )
    ? trimmed
    : undefined;
}
