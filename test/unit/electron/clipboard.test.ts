import { expect, it } from 'vitest';
import { concealedText } from '../../../main/hosts/electron/clipboard.ts';

it.each([
  ['darwin', 'electron application/osclipboard;format="org.nspasteboard.ConcealedType"', ''],
  ['linux', 'electron application/osclipboard;format="x-kde-passwordManagerHint"', 'secret'],
  [
    'win32',
    'electron application/osclipboard;format="ExcludeClipboardContentFromMonitorProcessing"',
    '1',
  ],
] as const)(
  "E21 a secret is marked as %s's clipboard managers want it",
  (platform, type, value) => {
    expect(concealedText('a secret', platform)).toEqual({
      'text/plain': 'a secret',
      [type]: value,
    });
  },
);

it('E21 a secret is its text alone where nobody looks for a mark', () => {
  expect(concealedText('a secret', 'freebsd')).toEqual({ 'text/plain': 'a secret' });
});
