import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ActivityDetail } from '../../../../main/contract/activity.ts';
import type { Failure } from '../../../../main/contract/errors.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ClaimsTable, Fact } from '../../ui/facts.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from '../../words/activity-words.ts';
import { words as common } from '../../words/app-words.ts';
import { asksForAgents, RequestAgents } from './request-agents.tsx';
import { Exchange, GrantedTable } from './request-exchange.tsx';
import { ReplayBar, useReplay } from './replay-bar.tsx';
import { RequestTrouble } from './request-trouble.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { RelativeTime } from '../../ui/clock.tsx';
import { clockTimeMs } from '../../words/time.ts';
import { RequestPath } from '../path/request-path.tsx';
import { pathWords as path } from '../../words/connect-words.ts';
import { OutcomeMark } from './activity-lines.tsx';

/** One request in full, fetched when it is opened. */
export function RequestDetail({ id }: { id: string }): VNode {
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
  const { id, tokenId, claims } = detail;
  const replay = useReplay(id);
  const token = store.feed.tokens.value?.find((known) => known.id === tokenId);
  return (
    <div class="stack-wide">
      <div class="stack">
        <h2>
          <bdi class="code-title">
            {detail.method} {detail.path}
          </bdi>
        </h2>
        <RequestPath entry={detail} label={path.title} />
        <RequestTrouble detail={detail} onSend={(edits) => void replay.send(edits)} />
        <ReplayBar detail={detail} replay={replay} />
        <RequestFacts detail={detail} />
      </div>
      {asksForAgents(detail) ? <RequestAgents detail={detail} /> : null}
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
      <Exchange detail={detail} />
    </div>
  );
}

function RequestFacts({ detail }: { detail: ActivityDetail }): VNode {
  const { caller, status, error, durationMs, projectName, presetName, serverUrl } = detail;
  return (
    <table class="facts" aria-label={words.facts.title}>
      <tbody>
        <Fact label={words.facts.status}>
          <span class="row row-wrap">
            <OutcomeMark entry={detail} />
            <span class="quiet numbers">{status === 0 ? words.noAnswer : status}</span>
            {error === undefined ? null : <code class="quiet">{error.code}</code>}
          </span>
        </Fact>
        <Fact label={words.facts.at}>
          <span class="numbers">{clockTimeMs(detail.at)}</span>,{' '}
          <span class="quiet">
            <RelativeTime at={detail.at} />
          </span>
        </Fact>
        <Fact label={words.facts.id}>
          <CopyField what={words.facts.id} value={detail.id} />
        </Fact>
        <Fact label={words.facts.took}>
          <span class="numbers">{words.ms(durationMs)}</span>
        </Fact>
        <Fact label={words.facts.client}>
          <bdi>{caller.client}</bdi>
        </Fact>
        <Fact label={words.facts.from}>
          <bdi class="code">{caller.address}</bdi>, {words.from[caller.from]}, as{' '}
          <bdi class="code">{caller.host}</bdi>
        </Fact>
        {caller.origin === undefined ? null : (
          <Fact label={words.facts.origin}>
            <bdi class="code">{caller.origin}</bdi>
          </Fact>
        )}
        {caller.userAgent === undefined ? null : (
          <Fact label={words.facts.userAgent}>
            <bdi class="code">{caller.userAgent}</bdi>
          </Fact>
        )}
        {projectName === undefined ? null : (
          <Fact label={words.facts.project}>
            <bdi>{projectName}</bdi>
          </Fact>
        )}
        {presetName === undefined ? null : (
          <Fact label={words.facts.preset}>
            <bdi>{presetName}</bdi>
          </Fact>
        )}
        {serverUrl === undefined ? null : (
          <Fact label={words.facts.serverUrl}>
            <bdi class="code">{serverUrl}</bdi>
          </Fact>
        )}
      </tbody>
    </table>
  );
}
