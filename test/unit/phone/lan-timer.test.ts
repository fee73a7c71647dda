import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createMemorySettingsStore } from '../../fixtures/memory-ports.ts';
import { startPhoneCore, type PhoneCore } from './phone-core.ts';

const NOW = Date.parse('2026-11-26T08:00:00Z');
const HOUR = 60 * 60_000;

let core: PhoneCore;

beforeEach(async () => {
  vi.useFakeTimers({ now: NOW });
  core = await startPhoneCore();
});

afterEach(async () => {
  await core.close();
  vi.useRealTimers();
});

const server = () => core.tokenTray.snapshot().settings.server;

describe('LAN that turns itself off', () => {
  it('is off at its time and not before, saved, and on no more after a start', async () => {
    await core.setLan(true, NOW + HOUR);
    await vi.advanceTimersByTimeAsync(HOUR - 1000);
    expect(server()).toMatchObject({ lan: true, lanUntil: NOW + HOUR });
    await vi.advanceTimersByTimeAsync(1000);
    expect(server().lan).toBe(false);
    expect(server()).not.toHaveProperty('lanUntil');
    expect(core.ports.settings.saved.at(-1)?.server.lan).toBe(false);
    expect(core.tokenTray.snapshot().server).toMatchObject({ status: 'serving', lan: false });
  });

  it('stays on where it was turned on again without a time', async () => {
    await core.setLan(true, NOW + HOUR);
    await core.setLan(true);
    expect(server()).not.toHaveProperty('lanUntil');
    await vi.advanceTimersByTimeAsync(2 * HOUR);
    expect(server().lan).toBe(true);
  });

  it('keeps its time while other settings change, and takes 0 for none', async () => {
    await core.setLan(true, NOW + HOUR);
    const change = (changes: object) =>
      core.call('settings.update', { revision: core.tokenTray.snapshot().revision, changes });
    await change({ server: { port: 7890 } });
    expect(server().lanUntil).toBe(NOW + HOUR);
    await change({ server: { lanUntil: 0 } });
    expect(server()).not.toHaveProperty('lanUntil');
    expect(server().lan).toBe(true);
  });

  it('has no time while it is off', async () => {
    await core.setLan(false, NOW + HOUR);
    expect(server()).not.toHaveProperty('lanUntil');
  });

  it('is off before anything is served where its time was over while the app did not run', async () => {
    await core.setLan(true, NOW + HOUR);
    const saved = core.ports.settings.saved.at(-1);
    await core.close();
    vi.setSystemTime(NOW + 2 * HOUR);
    core = await startPhoneCore({ settings: createMemorySettingsStore(saved) });
    expect(core.tokenTray.snapshot().server).toMatchObject({ status: 'serving', lan: false });
  });

  it('says that LAN is still on where it could not be turned off', async () => {
    await core.setLan(true, NOW + HOUR);
    core.ports.settings.failWith(new Error('The disk is full.'));
    await vi.advanceTimersByTimeAsync(HOUR);
    expect(server().lan).toBe(true);
    expect(core.tokenTray.snapshot().server).toMatchObject({ status: 'serving', lan: true });
    expect(core.tokenTray.snapshot().notices.map(({ message }) => message)).toContainEqual(
      expect.stringContaining('LAN is still on'),
    );
  });
});
