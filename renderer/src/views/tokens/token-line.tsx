import { useComputed } from '@preact/signals';
import type { VNode } from 'preact';
import type { IssuedToken } from '../../../../main/contract/activity.ts';
import { tokenTrouble } from '../../../../main/contract/selectors.ts';
import { now, Countdown } from '../../ui/clock.tsx';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { IconCopy, IconMore, ShapeAttention, ShapeGood, ShapeOff } from '../../ui/icons.tsx';
import { Menu } from '../../ui/menu.tsx';
import { askedBy, words } from '../../words/token-words.ts';
import { mintAgain, openInMeet, tokenCurl } from './token-actions.ts';

interface TokenLineProps {
  token: IssuedToken;
  current: boolean;
  onCopy: (token: IssuedToken) => void;
}

export function TokenLine({ token, current, onCopy }: TokenLineProps): VNode {
  const store = useStore();
  const live = useComputed(() => token.expiresAt > now.value);
  const trouble = tokenTrouble(token, useSnapshot().projects);
  return (
    <li class="line token-line" data-current={current}>
      <span class="outcome numbers">
        {!live.value ? <ShapeOff /> : trouble === undefined ? <ShapeGood /> : <ShapeAttention />}
        <Countdown at={token.expiresAt} expired={words.expired} />
      </span>
      <button
        type="button"
        class="line-open"
        aria-current={current || undefined}
        onClick={() => (store.selected.tokens.value = token.id)}
      >
        <bdi class="cut code" title={token.identity}>
          {token.identity}
        </bdi>
      </button>
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
