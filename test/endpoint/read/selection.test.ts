import { describe, expect, it } from 'vitest';
import { readSelection } from '../../../main/endpoint/read/request-fields.ts';

describe('readSelection', () => {
  it('W22 trims what is neither letter nor digit from the edges of X-Sandbox-ID', () => {
    for (const header of ['my-id', ' my-id ', '" my-id"', '"my-id"', '--my-id--', '\tmy-id\\"']) {
      expect(readSelection(new Map(), header)).toEqual({ tokenServerId: 'my-id' });
    }
  });

  it('W12 W22 takes an empty X-Sandbox-ID for none', () => {
    for (const header of [undefined, '', '""', ' - ']) {
      expect(readSelection(new Map(), header)).toEqual({});
    }
  });

  it('reads project and preset from the query, and W13 the text "undefined" as none', () => {
    const query = new Map([
      ['project', 'kitchen'],
      ['preset', 'viewer'],
    ]);
    expect(readSelection(query, undefined)).toEqual({
      projectSlug: 'kitchen',
      presetSlug: 'viewer',
    });
    const empty = new Map([
      ['project', 'undefined'],
      ['preset', ''],
    ]);
    expect(readSelection(empty, undefined)).toEqual({});
  });

  it('W22 keeps every letter and digit of ASCII, and nothing beside them, at the edges', () => {
    for (const edge of ['0', '9', 'A', 'Z', 'a', 'z']) {
      expect(readSelection(new Map(), `${edge}-${edge}`).tokenServerId).toBe(`${edge}-${edge}`);
    }
    for (const edge of ['/', ':', '@', '[', '`', '{', 'ä', '_']) {
      expect(readSelection(new Map(), `${edge}x${edge}`).tokenServerId).toBe('x');
    }
    expect(readSelection(new Map(), 'x'.repeat(300)).tokenServerId).toHaveLength(256);
  });

  it('reads each of the four by itself', () => {
    expect(readSelection(new Map([['drill', 'expired']]), undefined)).toEqual({ drill: 'expired' });
    expect(readSelection(new Map([['preset', 'p']]), undefined)).toEqual({ presetSlug: 'p' });
    expect(readSelection(new Map([['project', 'p']]), 'an-id')).toEqual({
      projectSlug: 'p',
      tokenServerId: 'an-id',
    });
  });
});
