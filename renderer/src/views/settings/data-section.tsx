import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useRef } from 'preact/hooks';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { ConfirmDialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { Fact } from '../../ui/facts.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/settings-words.ts';
import { readable } from '../keys/key-sources.ts';
import {
  exportPlain,
  ExportWithSecrets,
  ImportProgress,
  useImport,
} from '../transfer/transfer.tsx';

/** Where the data is, how secrets are protected, and export and import. */
export function DataSection(): VNode {
  const store = useStore();
  const host = store.feed.host.value;
  const { secretStorage } = useSnapshot();
  return (
    <Section
      title={words.data.title}
      actions={
        host?.capabilities.revealPath === true ? (
          <Button
            small
            onClick={() => void store.settle(store.client.call('path.reveal', { path: 'data' }))}
          >
            {words.data.reveal}
          </Button>
        ) : undefined
      }
    >
      <table class="facts" aria-label={words.data.title}>
        <tbody>
          <Fact label={words.data.folder}>
            <code>{host?.dataFolder}</code>
          </Fact>
          <Fact label={words.data.settingsFile}>
            <code>{host?.settingsPath}</code>
          </Fact>
          <Fact label={words.data.secrets}>
            <code>{secretStorage.path}</code>
            <div class={secretStorage.protection === 'os' ? 'field-hint' : 'field-notice'}>
              {secretStorage.notice}
            </div>
          </Fact>
          <Fact label={words.data.log}>
            {host === undefined || host.logPath === null ? (
              <span class="quiet">{words.data.noLog}</span>
            ) : (
              <code>{host.logPath}</code>
            )}
          </Fact>
        </tbody>
      </table>
      <p class="quiet">{words.data.tokens}</p>
      <Backups />
      <Transfer />
    </Section>
  );
}

function Backups(): VNode {
  const store = useStore();
  const asking = useSignal(false);
  const remove = async (): Promise<void> => {
    const done = await store.settle(store.client.call('settings.deleteBackups'));
    if (done !== undefined) store.toasts.show({ kind: 'done', message: words.backups.deleted });
  };
  return (
    <>
      <div>
        <Button hint={words.backups.hint} onClick={() => (asking.value = true)}>
          {words.backups.delete}
        </Button>
      </div>
      {asking.value ? (
        <ConfirmDialog
          title={words.backups.askTitle}
          confirm={words.backups.delete}
          onClose={() => (asking.value = false)}
          onConfirm={() => void remove()}
        >
          {words.backups.askText}
        </ConfirmDialog>
      ) : null}
    </>
  );
}

function Transfer(): VNode {
  const store = useStore();
  const asking = useSignal(false);
  const file = useRef<HTMLInputElement>(null);
  const chosen = useSignal<string | undefined>(undefined);
  const unreadable = useSignal<string | undefined>(undefined);
  const importing = useImport<{ content: string }>({
    preview: (input) => store.client.call('settings.previewImport', input),
    run: (input, accept) => store.client.call('settings.import', { ...input, accept }),
  });
  const { questions, busy } = importing;

  const importFile = async (input: HTMLInputElement): Promise<void> => {
    const from = input.files?.[0];
    // So that the same file can be chosen again after a fix.
    input.value = '';
    if (from === undefined) return;
    try {
      const content = await readable(from.name, from.text());
      unreadable.value = undefined;
      chosen.value = content;
      await importing.start({ content });
    } catch (error) {
      unreadable.value = error instanceof Error ? error.message : String(error);
    }
  };

  return (
    <>
      <div class="row row-wrap">
        <Button onClick={() => void exportPlain(store)}>{words.transfer.plain}</Button>
        <Button onClick={() => (asking.value = true)}>{words.transfer.secrets}</Button>
        <input
          ref={file}
          type="file"
          class="unseen"
          tabIndex={-1}
          accept=".json,application/json"
          aria-label={words.transfer.import}
          onChange={(event) => void importFile(event.currentTarget)}
        />
        <Button onClick={() => file.current?.click()} hint={words.transfer.importHint}>
          {words.transfer.import}
        </Button>
      </div>
      <p class="field-hint">{words.transfer.hint}</p>
      <ExportWithSecrets asking={asking.value} onClose={() => (asking.value = false)} />
      {unreadable.value === undefined ? (
        <>
          <ImportProgress importing={importing} />
          {questions.length === 0 ? null : (
            <div>
              <Button
                kind="primary"
                busy={busy}
                onClick={() => void importing.start({ content: chosen.value ?? '' })}
              >
                {words.transfer.import}
              </Button>
            </div>
          )}
        </>
      ) : (
        <Notice kind="bad" live>
          {unreadable.value}
        </Notice>
      )}
    </>
  );
}
