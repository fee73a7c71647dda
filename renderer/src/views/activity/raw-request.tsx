import type { VNode } from 'preact';
import type { ActivityDetail } from '../../../../main/contract/activity.ts';
import { words } from '../../words/activity.ts';

/** The request as it came. It is other people's text: shown, never interpreted. */
export function RawRequest({ detail }: { detail: ActivityDetail }): VNode {
  const { request, method } = detail;
  return (
    <section class="stack">
      <h3>{words.raw.title}</h3>
      <p class="small quiet">{words.raw.masked}</p>
      <pre class="code-block" dir="ltr">
        <bdi>
          {method} {request.target}
        </bdi>
        {Object.entries(request.headers).map(([name, value]) => (
          <>
            {'\n'}
            <span class="quiet">{name}: </span>
            <bdi>{value}</bdi>
          </>
        ))}
      </pre>
      {request.body === '' ? (
        <p class="quiet">{detail.outcome === 'blocked' ? words.raw.notRead : words.raw.noBody}</p>
      ) : (
        <pre class="code-block" dir="auto">
          {request.body}
        </pre>
      )}
    </section>
  );
}
