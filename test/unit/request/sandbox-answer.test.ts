import { describe, expect, it } from 'vitest';
import type { RequestFields } from '../../../main/core/ports.ts';
import { decodeClaims } from '../../../main/contract/token-claims.ts';
import { startCore, type Harness } from '../handlers/harness.ts';

/** What the ESP32's component has room for. */
const ROOM = 2_048;

async function coreWith(metadata: string): Promise<Harness> {
  const core = await startCore();
  const [project] = (await core.call('state.get')).projects;
  if (project === undefined) throw new Error('There is no project.');
  const { id, revision, defaults } = project;
  await core.call('project.update', {
    id,
    revision,
    changes: { defaults: { ...defaults, metadata } },
  });
  return core;
}

async function ask({ ports, request, call }: Harness, fields: Partial<RequestFields> = {}) {
  const asked = request({ fields: { roomName: 'my-room', unknown: [], ...fields } });
  const result = ports.endpointCore().issue({ ...asked, nameIsIdentity: true });
  if (!result.ok) throw new Error(result.failure.message);
  const { serverUrl, roomName, participantName, token: participantToken } = result.answer;
  const [entry] = await call('activity.list');
  const { warnings } = await call('activity.get', { id: entry?.id ?? '' });
  return {
    bytes: JSON.stringify({ serverUrl, roomName, participantName, participantToken }).length,
    metadata: decodeClaims(participantToken)?.['metadata'],
    warnings: warnings.map(({ code }) => code),
  };
}

describe('the answer that an ESP32 reads', () => {
  it('is as any other where it fits', async () => {
    const core = await coreWith('short');
    expect(await ask(core)).toMatchObject({ metadata: 'short', warnings: [] });
  });

  it('fits at any length of the default metadata, which is left out rather than cut off, with a note', async () => {
    const seen = new Set<string>();
    for (let length = 950; length < 1250; length += 5) {
      const metadata = 'm'.repeat(length);
      const answer = await ask(await coreWith(metadata));
      expect(answer.bytes).toBeLessThanOrEqual(ROOM);
      expect(answer.metadata).toBe(answer.warnings.length === 0 ? metadata : undefined);
      seen.add(answer.warnings.join());
    }
    expect([...seen]).toEqual(['', 'answer_shortened']);
  });

  it('is what the app asked for where that is too large, with a warning', async () => {
    const participantMetadata = 'm'.repeat(2000);
    const answer = await ask(await coreWith('default'), { participantMetadata });
    expect(answer).toMatchObject({
      metadata: participantMetadata,
      warnings: ['answer_too_large'],
    });
    expect(answer.bytes).toBeGreaterThan(ROOM);
  });

  it('is never shortened for any other route', async () => {
    const metadata = 'm'.repeat(3000);
    const { ports, request } = await coreWith(metadata);
    const result = ports.endpointCore().issue(request({}));
    expect(result.ok && decodeClaims(result.answer.token)?.['metadata']).toBe(metadata);
  });
});
