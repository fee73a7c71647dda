import type { VNode } from 'preact';
import type { ActivityDetail, FieldReport } from '../../../../main/contract/activity.ts';
import { jsonFaultAt } from '../../../../main/contract/json.ts';
import { utf8Length } from '../../../../main/contract/text.ts';
import { JsonText } from '../../ui/facts.tsx';
import { ShapeAttention } from '../../ui/icons.tsx';
import { words } from '../../words/activity-words.ts';
import { prettyJson } from './replay-bar.tsx';

/** Asked and granted, field by field, and why they differ. */
export function GrantedTable({ fields }: { fields: readonly FieldReport[] }): VNode {
  return (
    <section class="stack">
      <h3>{words.granted.title}</h3>
      <table class="facts granted">
        <thead>
          <tr>
            <th scope="col">{words.granted.field}</th>
            <th scope="col">{words.granted.asked}</th>
            <th scope="col">{words.granted.granted}</th>
          </tr>
        </thead>
        <tbody>
          {fields.map((report) => (
            <FieldLine key={report.field} report={report} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function FieldLine({ report }: { report: FieldReport }): VNode {
  const { field, asked, granted, reason } = report;
  // Apps count on defaults for fields they leave out. Only a changed value is worth a mark.
  const changed = reason !== undefined && asked !== undefined;
  return (
    <tr class={reason === undefined ? 'granted-same' : undefined}>
      <th scope="row">
        <code>{field}</code>
      </th>
      <td>
        {asked === undefined ? (
          <span class="quiet">{words.granted.nothing}</span>
        ) : (
          <JsonText value={asked} />
        )}
      </td>
      <td>
        {granted === undefined ? (
          <span class="quiet">{words.granted.nothing}</span>
        ) : (
          <JsonText value={granted} />
        )}
        {reason === undefined ? null : (
          <div class={changed ? 'granted-reason granted-changed' : 'granted-reason'}>
            {changed ? <ShapeAttention /> : null}
            <span>{words.reasons[reason]}</span>
          </div>
        )}
      </td>
    </tr>
  );
}

type Answer = NonNullable<ActivityDetail['answer']>;

/** The request and the answer, as they went over the wire. */
export function Exchange({ detail }: { detail: ActivityDetail }): VNode {
  return (
    <div class="exchange">
      <RawRequest detail={detail} />
      {detail.answer === undefined ? null : <RawAnswer detail={detail} answer={detail.answer} />}
    </div>
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
