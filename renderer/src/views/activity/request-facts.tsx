import type { ComponentChildren, VNode } from 'preact';
import type { ActivityDetail } from '../../../../main/contract/activity.ts';
import { RelativeTime } from '../../ui/time-text.tsx';
import { words } from '../../words/activity.ts';
import { OutcomeMark } from './outcome-mark.tsx';

export function RequestFacts({ detail }: { detail: ActivityDetail }): VNode {
  const { caller, status, durationMs, projectName, presetName, serverUrl } = detail;
  return (
    <table class="facts" aria-label={words.facts.title}>
      <tbody>
        <Fact label={words.facts.status}>
          <span class="row">
            <OutcomeMark outcome={detail.outcome} />
            <span class="quiet numbers">{status}</span>
          </span>
        </Fact>
        <Fact label={words.facts.at}>
          <RelativeTime at={detail.at} />
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
