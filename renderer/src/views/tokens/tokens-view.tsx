import { useSignal, useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import type { IssuedToken } from '../../../../main/contract/activity.ts';
import { tokenTrouble } from '../../../../main/contract/selectors.ts';
import { endpointUrl } from '../../state/endpoint-urls.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { now, Countdown } from '../../ui/clock.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { IconCopy, IconMore, ShapeAttention, ShapeGood, ShapeOff } from '../../ui/icons.tsx';
import { Menu } from '../../ui/menu.tsx';
import { Section } from '../../ui/section.tsx';
import { LineButton, LineList, Split } from '../../ui/split.tsx';
import { MintForm } from './mint-form.tsx';
import { copyFresh, mintAgain, openInMeet, tokenCurl } from './token-actions.ts';
import { TokenDetail } from './token-detail.tsx';
import { words, askedBy } from '../../words/token-words.ts';
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
function ExpiredDialog({ token, onClose }: { token: IssuedToken; onClose: () => void }): VNode {
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

interface TokenLineProps {
  token: IssuedToken;
  current: boolean;
  onCopy: (token: IssuedToken) => void;
}

function TokenLine({ token, current, onCopy }: TokenLineProps): VNode {
  const store = useStore();
  const live = useComputed(() => token.expiresAt > now.value);
  const trouble = tokenTrouble(token, useSnapshot().projects);
  return (
    <li class="line token-line" data-current={current}>
      <span class="outcome numbers">
        {!live.value ? <ShapeOff /> : trouble === undefined ? <ShapeGood /> : <ShapeAttention />}
        <Countdown at={token.expiresAt} expired={words.expired} />
      </span>
      <LineButton current={current} onClick={() => (store.selected.tokens.value = token.id)}>
        <bdi class="cut code" title={token.identity}>
          {token.identity}
        </bdi>
      </LineButton>
      <bdi class="cut code quiet token-room" title={token.room}>
        {token.room}
      </bdi>
      <span class="cut quiet token-asked">
        {token.drill === undefined ? null : <span class="tag tag-attention">{words.drill}</span>}{' '}
        {askedBy(token)}
      </span>
      {trouble === undefined || !live.value ? null : (
        <bdi class="cut small token-trouble" title={trouble}>
          {words.trouble(trouble)}
        </bdi>
      )}
      <div class="line-tools">
        <Button
          kind="quiet"
          small
          icon={<IconCopy />}
          label={`${words.copyToken}: ${token.identity}`}
          hint={words.copyToken}
          onClick={() => onCopy(token)}
        />
        <Menu
          label={`${words.menu}: ${token.identity}`}
          icon={<IconMore />}
          end
          items={[
            { kind: 'action', label: words.copyToken, run: () => onCopy(token) },
            {
              kind: 'action',
              label: words.curl,
              run: () => void store.copy(tokenCurl(store, token), words.curlWhat),
            },
            {
              kind: 'action',
              label: words.copyServerUrl,
              run: () => void store.copy(token.serverUrl, words.serverUrl),
            },
            { kind: 'action', label: words.meet, run: () => void openInMeet(store, token) },
            { kind: 'separator' },
            { kind: 'action', label: words.again, run: () => void mintAgain(store, token) },
          ]}
        />
      </div>
    </li>
  );
}
