import { describe, expect, it } from 'vitest';
import { failure } from '../../../main/contract/errors.ts';
import { trayIcon, trayTooltip } from '../../../main/core/tray/tray-status.ts';
import { anArmedDrill, aProject, aSnapshot, SERVING } from '../../fixtures/snapshot.ts';

const FAILED = {
  status: 'failed',
  port: 7885,
  failure: failure('port_in_use', { port: 7885, owner: '' }),
} as const;

describe('the tray icon', () => {
  it('shows each state', () => {
    expect(trayIcon(aSnapshot())).toBe('serving');
    expect(trayIcon(aSnapshot({ server: { ...SERVING, lan: true } }))).toBe('lan');
    expect(trayIcon(aSnapshot({ server: { status: 'stopped' } }))).toBe('stopped');
    expect(trayIcon(aSnapshot({ server: { status: 'starting', port: 7885 } }))).toBe('stopped');
    expect(trayIcon(aSnapshot({ server: FAILED }))).toBe('attention');
  });

  it('shows an armed drill before the LAN, and not before what needs attention', () => {
    const drill = anArmedDrill();
    expect(trayIcon(aSnapshot({ drill, server: { ...SERVING, lan: true } }))).toBe('drill');
    expect(trayIcon(aSnapshot({ drill, server: FAILED }))).toBe('attention');
  });

  it('asks for attention while the active project cannot sign, and not for another one', () => {
    const locked = aProject({ secret: { state: 'locked' } });
    expect(trayIcon(aSnapshot({ projects: [locked] }))).toBe('attention');
    expect(trayIcon(aSnapshot({ projects: [aProject(), { ...locked, id: 'other' }] }))).toBe(
      'serving',
    );
  });

  it('asks for attention while a notice waits', () => {
    const notice = { id: 'a', at: 0, message: 'Something.' };
    expect(trayIcon(aSnapshot({ notices: [notice] }))).toBe('attention');
  });
});

describe('the tray tooltip', () => {
  it('says state, port and project', () => {
    expect(trayTooltip(aSnapshot())).toBe('Token Tray · Serving on port 7885 · Local LiveKit');
    expect(trayTooltip(aSnapshot({ server: FAILED }))).toBe(
      'Token Tray · Port 7885 is taken · Local LiveKit',
    );
  });

  it('says an armed drill, and how many requests it will strike', () => {
    expect(trayTooltip(aSnapshot({ drill: anArmedDrill() }))).toBe(
      'Token Tray · Serving on port 7885 · Drill: Expired token, 2 requests · Local LiveKit',
    );
  });

  it('stays within what Windows shows', () => {
    const long = aProject({ name: 'x'.repeat(80) });
    const server = { ...FAILED, failure: { ...FAILED.failure, message: 'y'.repeat(300) } };
    expect(trayTooltip(aSnapshot({ projects: [long], server })).length).toBeLessThanOrEqual(127);
  });
});
