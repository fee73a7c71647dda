import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { LK_SIGN_IN } from '../../../../main/contract/credential-import.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { CopyField } from '../../ui/copy.tsx';
import { Notice } from '../../ui/notice.tsx';
import { ImportProgress, useProjectImport } from '../transfer/transfer.tsx';
import { words as common } from '../../words/app-words.ts';
import { keyWords as words, installLk } from '../../words/project-words.ts';

/** The projects that lk has and Token Tray has not. They are taken only when a person says so, and offered once. */
export function LkOffer({ onDone }: { onDone?: () => void }): VNode | null {
  const store = useStore();
  const { offer } = useSnapshot();
  const importing = useProjectImport<{ sourceId: string; offered: string[] }>();
  const { busy } = importing;

  if (offer === undefined) return null;
  const { sourceId, path, projects, warnings = [] } = offer;
  const offered = projects.map(({ id }) => id);

  const take = async (): Promise<void> => {
    if (await importing.start({ sourceId, offered })) onDone?.();
  };

  return (
    <Notice
      kind="info"
      title={words.offer(projects.length)}
      actions={
        <>
          <Button small busy={busy} onClick={() => void take()}>
            {words.take(projects.length)}
          </Button>
          <Button
            small
            kind="quiet"
            onClick={() => void store.settle(store.client.call('import.decline', { offered }))}
          >
            {common.dismiss}
          </Button>
        </>
      }
    >
      <div class="stack-close">
        <span>
          <bdi>{projects.map(({ name }) => name).join(', ')}</bdi>{' '}
          <code class="small quiet">{path}</code>
        </span>
        {warnings.map((warning) => (
          <p key={warning} class="field-notice">
            {warning}
          </p>
        ))}
        <ImportProgress importing={importing} />
      </div>
    </Notice>
  );
}

/** Signs in to LiveKit Cloud with lk, which adds a project without a key being copied. */
export function useCloudSignIn(): { button: VNode; progress: VNode | null } {
  const store = useStore();
  const { cloudSignIn } = useSnapshot();
  const missing = useSignal(false);
  const busy = useSignal(false);
  const isRunning = cloudSignIn?.state === 'running' || cloudSignIn?.state === 'terminal';

  const start = async (): Promise<void> => {
    busy.value = true;
    missing.value = false;
    const reply = await store.client.call('cloud.signIn');
    busy.value = false;
    if (reply.ok) return;
    if (reply.error.code === 'lk_missing') missing.value = true;
    else store.tell(reply.error);
  };
  const cancel = (): void => void store.settle(store.client.call('cloud.cancel'));

  return {
    button: (
      <Button small busy={busy.value} disabled={isRunning} onClick={() => void start()}>
        {words.cloud.signIn}
      </Button>
    ),
    progress: missing.value ? (
      <Notice
        kind="info"
        title={words.cloud.missing}
        live
        actions={
          <>
            <Button small onClick={() => void start()}>
              {words.cloud.again}
            </Button>
            <Button small kind="quiet" onClick={() => (missing.value = false)}>
              {common.dismiss}
            </Button>
          </>
        }
      >
        <div class="stack-close">
          <span>{words.cloud.missingText}</span>
          <CopyField
            what={words.cloud.installCommand}
            value={installLk(store.feed.host.value?.platform)}
          />
        </div>
      </Notice>
    ) : (
      <Progress onCancel={cancel} onAgain={() => void start()} />
    ),
  };
}

function Progress({
  onCancel,
  onAgain,
}: {
  onCancel: () => void;
  onAgain: () => void;
}): VNode | null {
  const { cloudSignIn } = useSnapshot();
  const cancel = (
    <Button small onClick={onCancel}>
      {common.cancel}
    </Button>
  );
  switch (cloudSignIn?.state) {
    case undefined:
    case 'done':
      return null;
    case 'running': {
      const { url, code } = cloudSignIn;
      return (
        <Notice kind="info" title={words.cloud.running} live actions={cancel}>
          {url === undefined ? (
            words.cloud.starting
          ) : (
            <div class="stack-close">
              <span>{words.cloud.confirm}</span>
              <CopyField what={words.cloud.page} value={url} />
              {code === undefined ? null : (
                <span>
                  {words.cloud.code} <code class="strong">{code}</code>
                </span>
              )}
            </div>
          )}
        </Notice>
      );
    }
    case 'terminal':
      return (
        <Notice kind="info" title={words.cloud.terminal} live actions={cancel}>
          <div class="stack-close">
            <span>{words.cloud.terminalText}</span>
            <CopyField what={words.cloud.command} value={LK_SIGN_IN} />
          </div>
        </Notice>
      );
    case 'failed':
      return (
        <Notice
          kind="bad"
          live
          actions={
            <>
              <Button small onClick={onAgain}>
                {words.cloud.again}
              </Button>
              <Button small kind="quiet" onClick={onCancel}>
                {common.dismiss}
              </Button>
            </>
          }
        >
          {cloudSignIn.message}
        </Notice>
      );
  }
}
