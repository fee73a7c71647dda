import { expect, it } from 'vitest';
import { capabilitiesOf } from '../../../main/contract/host-description.ts';

it('a host can do everything but what it names an absence for', () => {
  const all = capabilitiesOf({});
  expect(Object.values(all)).toEqual(Array.from({ length: 8 }, () => true));
  for (const name of Object.keys(all)) {
    expect(capabilitiesOf({ [name]: 'It has none.' })).toEqual({ ...all, [name]: false });
  }
});
