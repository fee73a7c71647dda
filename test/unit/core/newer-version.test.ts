import { describe, expect, it } from 'vitest';
import { newerVersion } from '../../../main/core/newer-version.ts';

describe('E23 a newer release', () => {
  it.each([
    ['0.1.0', { tag_name: 'v0.1.1' }, '0.1.1'],
    ['0.9.9', { tag_name: '0.10.0', draft: false, prerelease: false }, '0.10.0'],
    ['1.2.3', { tag_name: 'v2.0.0', assets: [{ browser_download_url: 'https://x' }] }, '2.0.0'],
  ])('above %s is told: %o', (current, release, version) => {
    expect(newerVersion(current, release)).toBe(version);
  });

  it.each([
    [{ tag_name: 'v1.2.3' }],
    [{ tag_name: 'v1.2.2' }],
    [{ tag_name: 'v0.99.99' }],
    [{ tag_name: 'v2.0.0-beta.1' }],
    [{ tag_name: 'v2.0.0', prerelease: true }],
    [{ tag_name: 'v2.0.0', draft: true }],
    [{ tag_name: '<img src=x>' }],
    [{ tag_name: 'v99999999999.0.0' }],
    [{ tag_name: 2 }],
    [{ message: 'API rate limit exceeded' }],
    [[]],
    [null],
    ['v9.9.9'],
  ])('is not %o', (release) => {
    expect(newerVersion('1.2.3', release)).toBeUndefined();
  });
});
