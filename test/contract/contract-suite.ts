import { afterAll, beforeAll, describe, it } from 'vitest';
import { CONTRACT_CASES, type ContractSubject } from './contract-cases.ts';

/** Runs every contract case over one transport, on a core of its own. */
export function contractSuite(name: string, createTransport: () => Promise<ContractSubject>): void {
  describe(`the contract over ${name}`, () => {
    let subject: ContractSubject;

    beforeAll(async () => {
      subject = await createTransport();
    });
    afterAll(() => subject.close());

    for (const { title, run } of CONTRACT_CASES) it(title, () => run(subject));
  });
}
