import { describe, expect, it } from 'vitest';
import { readSelection } from '../../../main/endpoint/read/selection.ts';

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
});
