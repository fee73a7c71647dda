import { expect, it } from 'vitest';
import { normaliseItems, separator, textItem } from '../../../main/core/tray/tray-item.ts';

it('leaves a separator only between two items, in submenus too', () => {
  const [one, two] = [textItem('one'), textItem('two')];
  expect(
    normaliseItems([
      separator,
      separator,
      one,
      separator,
      { kind: 'menu', label: 'empty', items: [separator] },
      separator,
      { kind: 'menu', label: 'full', items: [separator, two, separator] },
      separator,
    ]),
  ).toEqual([one, separator, { kind: 'menu', label: 'full', items: [two] }]);
});
