import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { IssuedToken } from '../../../../main/contract/activity.ts';
import { endpointUrl } from '../../state/endpoint-urls.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { Section } from '../../ui/section.tsx';
import { LineList, Split } from '../../ui/split.tsx';
import { words } from '../../words/token-words.ts';
import { MintForm } from './mint-form.tsx';
import { TokenDetail } from './token-detail.tsx';
import { TokenLine } from './token-line.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { copyFresh } from './token-actions.ts';
import './tokens.css';

/** The mint form and the recent tokens. */
export function TokensView(): VNode {
  const store = useStore();
  const tokens = store.feed.tokens.value ?? [];
  const stale = useSignal<IssuedToken | undefined>(undefined);
  const chosen = tokens.find(({ id }) => id === store.selected.tokens.value);
  const shown = chosen ?? tokens[0];

  /** Copies the token, or asks first if it has expired. */
  const copy = (token: IssuedToken): void => {
    if (token.expiresAt <= Date.now()) stale.value = token;
    else void store.copy(token.token, words.token);
  };

  return (
    <>
      <Split
        chosen={chosen !== undefined}
        onClose={() => (store.selected.tokens.value = undefined)}
        detailLabel={words.detailLabel}
        list={
          <div class="stack-wide">
            <MintForm />
            <Recent tokens={tokens} shownId={shown?.id} onCopy={copy} />
          </div>
        }
        detail={
          shown === undefined ? null : <TokenDetail key={shown.id} token={shown} onCopy={copy} />
        }
      />
      {stale.value === undefined ? null : (
        <ExpiredDialog token={stale.value} onClose={() => (stale.value = undefined)} />
      )}
    </>
  );
}

interface RecentProps {
  tokens: readonly IssuedToken[];
  shownId: string | undefined;
  onCopy: (token: IssuedToken) => void;
}

function Recent({ tokens, shownId, onCopy }: RecentProps): VNode {
  const store = useStore();
  const snapshot = useSnapshot();

  return (
    <Section
      title={words.recent.title}
      hint={words.recent.hint}
      actions={
        <Button
          kind="quiet"
          small
          disabled={tokens.length === 0}
          onClick={() => (store.clearing.value = 'tokens')}
        >
          {words.recent.clear}
        </Button>
      }
    >
      {tokens.length === 0 ? (
        <div class="stack">
          <p class="quiet">{words.recent.empty.text}</p>
          <CopyField
            what={words.recent.empty.curl}
            value={`curl -X POST ${endpointUrl(snapshot, 'machine') ?? ''}`}
          />
        </div>
      ) : (
        <LineList label={words.recent.title}>
          {tokens.map((token) => (
            <TokenLine
              key={token.id}
              token={token}
              current={token.id === shownId}
              onCopy={onCopy}
            />
          ))}
        </LineList>
      )}
    </Section>
  );
}

/** Asks before an expired token is copied. */
export function ExpiredDialog({
  token,
  onClose,
}: {
  token: IssuedToken;
  onClose: () => void;
}): VNode {
  const store = useStore();
  return (
    <Dialog
      title={words.stale.title}
      onClose={onClose}
      actions={
        <>
          <Button
            onClick={() => {
              onClose();
              void store.copy(token.token, words.token);
            }}
          >
            {words.stale.copyAnyway}
          </Button>
          <Button
            kind="primary"
            onClick={() => {
              onClose();
              void copyFresh(store, token);
            }}
          >
            {words.stale.fresh}
          </Button>
        </>
      }
    >
      <p>{words.stale.text}</p>
    </Dialog>
  );
}
