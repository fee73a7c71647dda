import { describe, expect, it } from 'vitest';
import {
  activeProject,
  defaultPreset,
  presetOf,
  tokenUrl,
} from '../../../main/contract/selectors.ts';
import { startCore } from '../handlers/harness.ts';

describe('selectors', () => {
  it('find the active project and its preset, and fall back to the first preset where it is gone', async () => {
    const snapshot = (await startCore()).snapshot();
    const [first, second] = snapshot.presets;
    expect(activeProject(snapshot)?.id).toBe(snapshot.activeProjectId);
    expect(defaultPreset(snapshot)).toEqual(first);
    expect(presetOf({ presetId: second?.id ?? '' }, snapshot.presets)).toEqual(second);
    expect(presetOf({ presetId: 'gone' }, snapshot.presets)).toEqual(first);
    expect(presetOf(undefined, snapshot.presets)).toEqual(first);
    expect(activeProject({ ...snapshot, activeProjectId: 'gone' })).toBeUndefined();
  });

  it.each([
    ['localhost', {}, 'http://localhost:7885/token'],
    ['10.0.2.2', { preset: 'host' }, 'http://10.0.2.2:7885/token?preset=host'],
    ['fe80::1', {}, 'http://[fe80::1]:7885/token'],
    ['[::1]', { project: 'a b', preset: '&' }, 'http://[::1]:7885/token?project=a%20b&preset=%26'],
  ])('write the URL of /token at %s %j', (host, query, url) => {
    expect(tokenUrl(host, 7885, query)).toBe(url);
  });
});
