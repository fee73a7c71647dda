import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ActivityDetail } from '../../../../main/contract/activity.ts';
import type { Failure } from '../../../../main/contract/errors.ts';
import { useStore } from '../../state/store-context.ts';
import { Button } from '../../ui/button.tsx';
import { ClaimsTable } from '../../ui/claims-table.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from '../../words/activity.ts';
import { words as common } from '../../words/common.ts';
import { GrantedTable } from './granted-table.tsx';
import { RawRequest } from './raw-request.tsx';
import { ReplayBar } from './replay-bar.tsx';
import { RequestFacts } from './request-facts.tsx';
import { RequestTrouble } from './request-trouble.tsx';

/** One request, taken apart. It is read when it is opened: the list carries only its line. */
export function ActivityDetailPane({ id }: { id: string }): VNode {
  const store = useStore();
  const detail = useSignal<ActivityDetail | undefined>(undefined);
  const failure = useSignal<Failure | undefined>(undefined);

  const read = async (): Promise<void> => {
    failure.value = undefined;
    const reply = await store.client.call('activity.get', { id });
    if (reply.ok) detail.value = reply.value;
    else failure.value = reply.error;
  };

  useEffect(() => void read(), []);

  if (failure.value !== undefined) {
    return (
      <Notice
        kind="bad"
        live
        actions={
          <Button small onClick={() => void read()}>
            {common.tryAgain}
          </Button>
        }
      >
        {failure.value.code === 'unknown_item' ? words.gone : failure.value.message}
      </Notice>
    );
  }
  if (detail.value === undefined) return <p class="quiet">{words.loading}</p>;
  return <DetailContent detail={detail.value} />;
}

function DetailContent({ detail }: { detail: ActivityDetail }): VNode {
  const store = useStore();
  const { tokenId, claims, warnings } = detail;
  const token = store.feed.tokens.value?.find(({ id }) => id === tokenId);
  return (
    <div class="stack-wide">
      <div class="stack">
        <h2>
          <bdi class="code-title">
            {detail.method} {detail.path}
          </bdi>
        </h2>
        <RequestTrouble detail={detail} />
        {warnings.map((warning) => (
          <Notice key={warning.code} kind="attention">
            {warning.message}
          </Notice>
        ))}
        <ReplayBar detail={detail} />
        <RequestFacts detail={detail} />
      </div>
      {detail.fields.length === 0 ? null : <GrantedTable fields={detail.fields} />}
      {claims === undefined ? null : (
        <section class="stack">
          <div class="row row-apart">
            <h3>{words.claims}</h3>
            {token === undefined ? null : (
              <Button
                small
                onClick={() => {
                  store.selected.tokens.value = token.id;
                  store.show('tokens');
                }}
              >
                {words.showToken}
              </Button>
            )}
          </div>
          <ClaimsTable claims={claims} label={words.claims} />
        </section>
      )}
      <RawRequest detail={detail} />
    </div>
  );
}
