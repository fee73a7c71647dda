import { useSignal } from '@preact/signals';
import type { VNode, ComponentChildren } from 'preact';
import { useEffect } from 'preact/hooks';
import type { ActivityDetail } from '../../../../main/contract/activity.ts';
import { jsonFaultAt } from '../../../../main/contract/json.ts';
import { utf8Length } from '../../../../main/contract/text.ts';
import type { Failure } from '../../../../main/contract/errors.ts';
import { useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ClaimsTable } from '../../ui/claims-table.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from '../../words/activity-words.ts';
import { words as common } from '../../words/app-words.ts';
import { asksForAgents, RequestAgents } from './request-agents.tsx';
import { GrantedTable } from './granted-table.tsx';
import { prettyJson, ReplayBar, useReplay } from './replay-bar.tsx';
import { RequestTrouble } from './request-trouble.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { RelativeTime } from '../../ui/clock.tsx';
import { clockTimeMs } from '../../words/time.ts';
import { RequestPath } from '../path/request-path.tsx';
import { words as path } from '../../words/path-words.ts';
import { OutcomeMark } from './activity-lines.tsx';

type Answer = NonNullable<ActivityDetail['answer']>;

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
      <div class="exchange">
        <RawRequest detail={detail} />
        {detail.answer === undefined ? null : <RawAnswer detail={detail} answer={detail.answer} />}
      </div>
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

function Fact({ label, children }: { label: string; children: ComponentChildren }): VNode {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{children}</td>
    </tr>
  );
}

/** The answer as it was sent, but for its token. */
function RawAnswer({ detail, answer }: { detail: ActivityDetail; answer: Answer }): VNode {
  return (
    <section class="stack" aria-label={words.raw.answer}>
      <h3>{words.raw.answer}</h3>
      <p class="small quiet">{words.raw.shortened}</p>
      <Head line={String(detail.status)} headers={answer.headers} />
      <pre class="code-block" dir="auto">
        {prettyJson(answer.body)}
      </pre>
    </section>
  );
}

interface HeadProps {
  line: string;
  headers: readonly (readonly [string, string])[];
}

function Head({ line, headers }: HeadProps): VNode {
  return (
    <pre class="code-block" dir="ltr">
      <bdi>{line}</bdi>
      {headers.map(([name, value]) => (
        <>
          {'\n'}
          <span class="quiet">{name}: </span>
          <bdi>{value}</bdi>
        </>
      ))}
    </pre>
  );
}

/** The text with a mark where it stops being JSON. */
function FaultyJson({ text }: { text: string }): VNode {
  const at = jsonFaultAt(text) ?? text.length;
  return (
    <>
      {text.slice(0, at)}
      <mark class="fault" title={words.raw.fault}>
        {text[at] ?? '⌁'}
      </mark>
      {text.slice(at + 1)}
    </>
  );
}

/** The request as received. Untrusted text: shown, never interpreted. */
function RawRequest({ detail }: { detail: ActivityDetail }): VNode {
  const { request, method } = detail;
  return (
    <section class="stack">
      <h3>{words.raw.title}</h3>
      <p class="small quiet">{words.raw.masked}</p>
      <Head line={`${method} ${request.target}`} headers={Object.entries(request.headers)} />
      {request.body === '' ? (
        <p class="quiet">{detail.outcome === 'blocked' ? words.raw.notRead : words.raw.noBody}</p>
      ) : (
        <>
          <pre class="code-block" dir="auto">
            {detail.error?.code === 'invalid_json' ? (
              <FaultyJson text={request.body} />
            ) : (
              request.body
            )}
          </pre>
          {request.bodyBytes === undefined ||
          request.bodyBytes <= utf8Length(request.body) ? null : (
            <p class="quiet">{words.raw.cut(request.bodyBytes)}</p>
          )}
        </>
      )}
    </section>
  );
}
