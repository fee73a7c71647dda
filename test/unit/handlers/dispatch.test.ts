import { describe, expect, it } from 'vitest';
import { CALLS } from '../../../main/contract/calls.ts';
import { KITCHEN, SECRET, startCore } from './harness.ts';

describe('dispatch', () => {
  it.each(['', 'toString', '__proto__', 'project.create ', 'constructor'])(
    'refuses the unknown call %j',
    async (name) => {
      const { fail } = await startCore();
      expect((await fail(name)).code).toBe('unknown_call');
    },
  );

  it.each(Object.keys(CALLS))(
    'E9 answers wrong input to %s with a value, and goes on',
    async (name) => {
      const { tokenTray, snapshot } = await startCore();
      const before = snapshot();
      const hostile: unknown[] = [
        42,
        'x',
        [],
        { id: {} },
        JSON.parse('{"__proto__":{"id":"x"}}'),
        { id: '\ud800', x: 'y' },
      ];
      for (const input of hostile) {
        const reply = await tokenTray.dispatch(name, input);
        expect(typeof reply.ok).toBe('boolean');
      }
      expect(snapshot().projects).toEqual(before.projects);
      expect(Object.prototype).not.toHaveProperty('id');
    },
  );

  it('N3 keeps a mistyped secret out of the reply and the log', async () => {
    const { fail, ports } = await startCore();
    const failure = await fail('project.create', {
      fields: { ...KITCHEN, apiSecret: { nested: SECRET }, extra: SECRET },
    });
    expect(JSON.stringify([failure, ports.lines])).not.toContain(SECRET);
  });

  it('S15 has no call whose reply holds a secret', async () => {
    const { tokenTray, call } = await startCore();
    const {
      item: { id },
    } = await call('project.create', { fields: KITCHEN });
    const replies: unknown[] = [];
    for (const name of Object.keys(CALLS)) {
      for (const input of [undefined, { id }, { projectId: id }]) {
        if (name !== 'project.remove') replies.push(await tokenTray.dispatch(name, input));
      }
    }
    expect(JSON.stringify(replies)).not.toContain(SECRET);
  });
});
