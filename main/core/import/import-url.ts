import { parseLiveKitUrl } from '../../contract/livekit-url.ts';

export type ImportUrl = { ok: true; url: string } | { ok: false; reason: string };

/** A project's URL as other tools write it, http(s) included, as ws or wss. */
export function importUrl(text: string): ImportUrl {
  if (text.trim() === '') return { ok: false, reason: 'It has no URL.' };
  const parsed = parseLiveKitUrl(text);
  if ('code' in parsed) return { ok: false, reason: `Its URL cannot be used. ${parsed.message}` };
  return { ok: true, url: parsed.url };
}

/**
 * A name for a project that has none: the first label of its host without the suffix that LiveKit
 * Cloud adds (`kitchen-demo-a1b2c3d4.livekit.cloud` is `kitchen-demo`), as the LiveKit CLI names them.
 */
export function nameFromUrl(url: string): string {
  const parsed = parseLiveKitUrl(url);
  const hostname = 'code' in parsed ? url : parsed.hostname;
  if (!hostname.endsWith('.livekit.cloud')) return hostname;
  const label = hostname.split('.')[0] ?? hostname;
  return label.replace(/-[^-]+$/, '');
}
