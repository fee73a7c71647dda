import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useRef } from 'preact/hooks';
import type { CallInput } from '../../../../main/contract/calls.ts';
import type { Failure } from '../../../../main/contract/errors.ts';
import type { ServerCheck } from '../../../../main/contract/project.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Notice } from '../../ui/notice.tsx';
import { findingLine, words } from '../../words/project-words.ts';

interface ConnectionTestProps {
  /** The form's current values. */
  input: () => CallInput<'project.test'>;
  /** Tests by itself when this changes, a moment after the last key. `undefined`: not yet. */
  auto?: string | undefined;
  /** A problem that prevents the test. */
  onRefused: (failure: Failure) => void;
}

/** Milliseconds without typing before a test starts by itself. */
const PAUSE_MS = 500;

/** Asks the LiveKit server and shows its answer. */
export function ConnectionTest({ input, auto, onRefused }: ConnectionTestProps): VNode {
  const store = useStore();
  const busy = useSignal(false);
  const found = useSignal<ServerCheck | undefined>(undefined);
  const turn = useRef(0);

  const test = async (isAsked: boolean): Promise<void> => {
    turn.current += 1;
    const mine = turn.current;
    busy.value = true;
    found.value = undefined;
    const reply = await store.client.call('project.test', input());
    // The values have changed since; this answer is out of date.
    if (mine !== turn.current) return;
    busy.value = false;
    if (reply.ok) found.value = reply.value;
    else if (isAsked) onRefused(reply.error);
  };

  useEffect(() => {
    turn.current += 1;
    busy.value = false;
    found.value = undefined;
    if (auto === undefined) return undefined;
    const timer = setTimeout(() => void test(false), PAUSE_MS);
    return () => clearTimeout(timer);
  }, [auto]);

  const check = found.value;
  return (
    <>
      <Button busy={busy.value} onClick={() => void test(true)}>
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
