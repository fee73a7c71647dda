const MASKED_HEADERS = new Set([
  'authorization',
  'cookie',
  'proxy-authorization',
  'x-api-key',
  'set-cookie',
]);
const MASK = '••••';

/** Header values as they may be shown: keys and cookies masked, the token server ID kept, since it is no secret on this machine. */
export function maskHeaders(
  headers: Readonly<Record<string, string | string[] | undefined>>,
): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (value === undefined) continue;
    const text = Array.isArray(value) ? value.join(', ') : value;
    shown[name] = MASKED_HEADERS.has(name.toLowerCase()) ? MASK : text;
  }
  return shown;
}
