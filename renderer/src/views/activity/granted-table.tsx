import type { VNode } from 'preact';
import type { FieldReport } from '../../../../main/contract/activity.ts';
import { ShapeAttention } from '../../ui/icons.tsx';
import { JsonText } from '../../ui/claims-table.tsx';
import { words } from '../../words/activity-words.ts';

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
