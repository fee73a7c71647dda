export type ImportUrl = { ok: true; url: string } | { ok: false; reason: string };

const WEBSOCKET_SCHEMES: Readonly<Record<string, string>> = {
  'http:': 'ws:',
  'https:': 'wss:',
  'ws:': 'ws:',
  'wss:': 'wss:',
};

/**
 * A LiveKit URL as other tools write it, as ws or wss: clients need a WebSocket URL, and the LiveKit
 * CLI and many samples store http or https.
 */
export function importUrl(text: string): ImportUrl {
  const trimmed = text.trim();
  if (trimmed === '') return { ok: false, reason: 'It has no URL.' };
  const match = /^([A-Za-z][A-Za-z0-9+.-]*:)\/\/(.+)$/.exec(trimmed);
  if (match === null || !URL.canParse(trimmed)) {
    return { ok: false, reason: 'Its URL cannot be read. It starts with wss:// or ws://.' };
  }
  const [, scheme = '', rest = ''] = match;
  const webSocketScheme = WEBSOCKET_SCHEMES[scheme.toLowerCase()];
  if (webSocketScheme === undefined) {
    return {
      ok: false,
      reason: `Its URL starts with ${scheme}//, which is not a LiveKit URL. It starts with wss:// or ws://.`,
    };
  }
  const url = new URL(trimmed);
  if (url.username !== '' || url.password !== '') {
    return { ok: false, reason: 'Its URL holds a user name or password. Take them out.' };
  }
  return { ok: true, url: `${webSocketScheme}//${rest.replace(/\/+$/, '')}` };
}

/**
 * A name for a project that has none: the first label of its host without the suffix that LiveKit
 * Cloud adds (`kitchen-demo-a1b2c3d4.livekit.cloud` is `kitchen-demo`), as the LiveKit CLI names them.
 */
export function nameFromUrl(url: string): string {
  const { hostname } = new URL(url);
  if (!hostname.endsWith('.livekit.cloud')) return hostname.replace(/^\[|\]$/g, '');
  const label = hostname.split('.')[0] ?? hostname;
  return label.replace(/-[^-]+$/, '');
}
