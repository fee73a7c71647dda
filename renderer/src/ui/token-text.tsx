import type { VNode } from 'preact';

/** A token in three tints, each part shortened in the middle. *Copy* gives the whole token. */
export function TokenText({ token }: { token: string }): VNode {
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
