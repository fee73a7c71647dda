import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { CallInput } from '../../../../main/contract/calls.ts';
import type { Failure } from '../../../../main/contract/errors.ts';
import type { ServerCheck } from '../../../../main/contract/server-check.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { findingLine, words } from '../../words/project-words.ts';

interface ConnectionTestProps {
  /** The form's current values. */
  input: () => CallInput<'project.test'>;
  /** A problem that prevents the test. */
  onRefused: (failure: Failure) => void;
}

/** Asks the LiveKit server and shows its answer. */
export function ConnectionTest({ input, onRefused }: ConnectionTestProps): VNode {
  const store = useStore();
  const busy = useSignal(false);
  const found = useSignal<ServerCheck | undefined>(undefined);

  const test = async (): Promise<void> => {
    busy.value = true;
    found.value = undefined;
    const reply = await store.client.call('project.test', input());
    busy.value = false;
    if (reply.ok) found.value = reply.value;
    else onRefused(reply.error);
  };

  const check = found.value;
  return (
    <>
      <Button busy={busy.value} onClick={() => void test()}>
        {busy.value ? words.testing : words.test}
      </Button>
      {check === undefined ? null : (
        <div class="test-result">
          <Notice kind={check.ok ? 'good' : 'bad'} title={findingLine(check)} live>
            {check.ok ? check.message : check.cause?.fix}
          </Notice>
        </div>
      )}
    </>
  );
}
