import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../main/core/credentials/read-yaml.ts';
import { meaningOf } from '../../../main/core/credentials/variable-names.ts';

describe('what a name is for', () => {
  it.each([
    ['LIVEKIT_URL', 'url', 0],
    ['LIVEKIT_WS_URL', 'url', 1],
    ['LIVEKIT_WEBSOCKET', 'url', 1],
    ['LIVEKIT_SERVER_URL', 'url', 2],
    ['LIVEKIT_URI', 'url', 2],
    ['LIVEKIT_HOST', 'url', 4],
    ['NEXT_PUBLIC_LIVEKIT_URL', 'url', 1],
    ['LIVEKIT_API_KEY', 'apiKey', 0],
    ['LIVEKIT_KEY', 'apiKey', 2],
    ['LIVEKIT_KEY_ID', 'apiKey', 2],
    ['LIVEKIT_API_KEY_ID', 'apiKey', 0],
    ['LIVEKIT_API_SECRET', 'apiSecret', 0],
    ['LIVEKIT_SECRET', 'apiSecret', 2],
    ['LIVEKIT_SECRET_KEY', 'apiSecret', 2],
    ['LIVEKIT_KEYS', 'keys', 0],
    ['LIVEKIT_CONFIG_BODY', 'config', 0],
    ['LIVEKIT_KEY_FILE', 'keyFile', 0],
    ['LIVEKIT_API_SECRET_FILE', 'secretFile', 0],
    ['LIVEKIT_SANDBOX_ID', 'tokenServer', 0],
    ['LIVEKIT_TOKEN', 'token', 0],
    ['apiKey', 'apiKey', 0],
    ['ws-url', 'url', 1],
    ['liveKitURL', 'url', 0],
  ])('%s: %s, and how sure that is: %d', (name, role, rank) => {
    expect(meaningOf(name)).toMatchObject({ role, rank });
    // As it is remembered.
    expect(meaningOf(name)).toMatchObject({ role, rank });
  });

  it.each([
    'KEYS',
    'CONFIG',
    'LIVEKIT_ID',
    'STRIPE_API_KEY',
    'LIVEKIT_WEBHOOK_KEY',
    'OPENAI_LIVEKIT_KEY',
    'LIVEKIT_TOKEN_URL',
    'LIVEKIT_ROOM',
    `LIVEKIT_KEY_${'x'.repeat(80)}`,
    'KEY_abcdefghijklmnopqrstuvwxy1',
    'key=value',
  ])('%s is for nothing of ours', (name) => {
    expect(meaningOf(name)).toBeUndefined();
  });

  it.each([
    ['STAGING_LIVEKIT_URL', 'STAGING', 'unsaid'],
    ['LIVEKIT_PUBLIC_URL', '', 'public'],
    ['LIVEKIT_INTERNAL_URL', '', 'internal'],
    ['LIVEKIT_EU_INTERNAL_URL', 'EU', 'internal'],
    ['LIVEKIT_URL', '', 'unsaid'],
  ])('%s is of the project "%s", on the network: %s', (name, group, network) => {
    expect(meaningOf(name)).toMatchObject({ group, network });
  });

  it.each([
    ['VITE_LIVEKIT_SECRET', true, true],
    ['LIVEKIT_SECRET', false, true],
    ['API_SECRET', false, false],
    ['PUBLIC_URL', false, false],
  ])('%s ships to browsers: %s, and says LiveKit: %s', (name, isPublic, isLiveKit) => {
    expect(meaningOf(name)).toMatchObject({ isPublic, isLiveKit });
  });
});

describe('what makes YAML long', () => {
  const LIMIT = 6000;

  it.each(['\n', '!', '"', '%', '&', "'", '*', ',', '[', ']', '{', '|', '}', ': ', '- ', '?\t'])(
    'is %j',
    (mark) => {
      const reasonOf = (count: number): string => {
        const read = readYaml(mark.repeat(count));
        return read.ok ? '' : read.reason;
      };
      expect(reasonOf(LIMIT + 1)).toContain('too long');
      expect(reasonOf(10)).not.toContain('too long');
    },
  );

  it.each(['a', '.', ':a', '-a', '?a', '#'])('is not %j', (text) => {
    const read = readYaml(`a: ${text.repeat(LIMIT + 1)}`);
    expect(read.ok ? '' : read.reason).not.toContain('too long');
  });

  it('is 256 KiB too', () => {
    expect(readYaml('x'.repeat(256 * 1024)).ok).toBe(true);
    expect(readYaml('x'.repeat(256 * 1024 + 1))).toMatchObject({
      reason: expect.stringContaining('too long'),
    });
    const fits = readYaml('\n'.repeat(LIMIT));
    expect(fits.ok ? '' : fits.reason).toBe('');
  });
});
