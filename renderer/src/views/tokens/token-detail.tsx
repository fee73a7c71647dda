import type { VNode } from 'preact';
import type { IssuedToken } from '../../../../main/contract/activity.ts';
import { tokenTrouble } from '../../../../main/contract/selectors.ts';
import { decodeClaims } from '../../../../main/contract/token-claims.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ClaimsTable, Fact } from '../../ui/facts.tsx';
import { Countdown, RelativeTime } from '../../ui/clock.tsx';
import { CopyButton, CopyField } from '../../ui/copy.tsx';
import { IconCopy, IconDoctor, IconOut, IconReplay } from '../../ui/icons.tsx';
import { Notice } from '../../ui/notice.tsx';
import { mintAgain, openInMeet, tokenCurl } from './token-actions.ts';
import { words as doctor } from '../../words/doctor-words.ts';
import { askedBy, words } from '../../words/token-words.ts';

interface TokenDetailProps {
  token: IssuedToken;
  onCopy: (token: IssuedToken) => void;
}

export function TokenDetail({ token, onCopy }: TokenDetailProps): VNode {
  const store = useStore();
  const claims = decodeClaims(token.token);
  const trouble = tokenTrouble(token, useSnapshot().projects);
  return (
    <div class="stack-wide">
      <div class="stack">
        <h2>
          <bdi class="code-title">{token.identity}</bdi>
        </h2>
        <TokenText token={token.token} />
        {trouble === undefined ? null : (
          <Notice kind="attention" title={words.troubleTitle}>
            {trouble}
          </Notice>
        )}
        <div class="row row-wrap">
          <Button kind="primary" icon={<IconCopy />} onClick={() => onCopy(token)}>
            {words.copyToken}
          </Button>
          <CopyButton what={words.curlWhat} text={tokenCurl(store, token)} word={words.curl} />
          <Button icon={<IconOut />} onClick={() => void openInMeet(store, token)}>
            {words.meet}
          </Button>
          <Button icon={<IconReplay />} onClick={() => void mintAgain(store, token)}>
            {words.again}
          </Button>
          <Button icon={<IconDoctor />} onClick={() => store.examine({ tokenId: token.id })}>
            {doctor.why}
          </Button>
        </div>
        <CopyField what={words.serverUrl} value={token.serverUrl} />
        <table class="facts" aria-label={words.detailLabel}>
          <tbody>
            <Fact label={words.facts.project}>
              <bdi>{token.projectName}</bdi>
            </Fact>
            <Fact label={words.facts.preset}>
              <bdi>{token.presetName}</bdi>
            </Fact>
            <Fact label={words.facts.asked}>{askedBy(token)}</Fact>
            <Fact label={words.facts.issued}>
              <RelativeTime at={token.issuedAt} />
            </Fact>
            <Fact label={words.facts.expires}>
              <Countdown at={token.expiresAt} expired={words.expired} />
            </Fact>
          </tbody>
        </table>
      </div>
      {claims === undefined ? null : (
        <section class="stack">
          <h3>{words.claims}</h3>
          <ClaimsTable claims={claims} label={words.claims} />
        </section>
      )}
    </div>
  );
}

/** A token in three tints, each part shortened in the middle. *Copy* gives the whole token. */
function TokenText({ token }: { token: string }): VNode {
  const [head = '', payload = '', signature = ''] = token.split('.');
  return (
    <code class="token-text">
      <span class="token-head">{shortened(head, 8)}</span>.
      <span class="token-payload">{shortened(payload, 14)}</span>.
      <span class="token-signature">{shortened(signature, 8)}</span>
    </code>
  );
}

function shortened(part: string, keep: number): string {
  return part.length <= keep * 2 + 1 ? part : `${part.slice(0, keep)}…${part.slice(-keep)}`;
}
