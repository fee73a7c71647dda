import type { VNode } from 'preact';
import type { ImportReport } from '../../../../main/contract/import.ts';
import { Notice } from '../../ui/notice.tsx';
import { words } from '../../words/projects.ts';

/** What an import did, line by line; what it left out says why. */
export function ImportResult({ report }: { report: ImportReport }): VNode {
  const { added, updated, skipped, warnings } = report;
  const changed = added.length + updated.length > 0;
  return (
    <Notice kind={changed ? 'good' : 'info'} live>
      <ul class="stack-close">
        {added.length === 0 ? null : (
          <li>
            {words.importing.added}: <bdi>{added.join(', ')}</bdi>
          </li>
        )}
        {updated.length === 0 ? null : (
          <li>
            {words.importing.updated}: <bdi>{updated.join(', ')}</bdi>
          </li>
        )}
        {skipped.map(({ name, reason }) => (
          <li key={name}>
            {words.importing.skipped} <bdi>{name}</bdi>: {reason}
          </li>
        ))}
        {warnings.map((warning) => (
          <li key={warning}>{warning}</li>
        ))}
        {changed || skipped.length + warnings.length > 0 ? null : (
          <li>{words.importing.nothing}</li>
        )}
      </ul>
    </Notice>
  );
}
