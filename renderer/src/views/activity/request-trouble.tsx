import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import type { ActivityDetail } from '../../../../main/contract/activity.ts';
import { DRILLS, type DrillCode } from '../../../../main/contract/drills.ts';
import { defaultPreset } from '../../../../main/contract/selectors.ts';
import { useSnapshot, useStore, useChange } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Dialog } from '../../ui/dialog.tsx';
import { Notice } from '../../ui/notice.tsx';
import { words } from '../../words/activity-words.ts';
import { words as common } from '../../words/app-words.ts';
import { fixesOf, type Fix } from './fixes.ts';

interface RequestTroubleProps {
  detail: ActivityDetail;
  onSend: (edits: { target?: string; body?: string }) => void;
}

/** Why there was no token or a field was ignored, with a click for everything that a click can fix. */
export function RequestTrouble({ detail, onSend }: RequestTroubleProps): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const { error, outcome, warnings, remedy, drill } = detail;
  const fixes = fixesOf(detail, snapshot);
  const allowed = remedy !== undefined && !fixes.some(({ kind }) => kind === 'allow');
  const buttonsFor = (some: readonly Fix[]): VNode[] =>
    some.map((fix) => (
      <FixButton key={JSON.stringify(fix)} detail={detail} fix={fix} onSend={onSend} />
    ));
  const permits = error === undefined ? fixes.filter(({ kind }) => kind === 'permit') : [];
  const others = fixes.filter((fix) => !permits.includes(fix));
  return (
    <>
      {drill === undefined ? null : <DrillTold drill={drill} />}
      {error === undefined || drill !== undefined ? null : (
        <Notice
          kind={outcome === 'blocked' ? 'bad' : 'attention'}
          title={
            error.rule === undefined
              ? words.refusedTitle
              : `${words.blockedBy}: ${words.rules[error.rule]}`
          }
          actions={
            <>
              {buttonsFor(fixes)}
              <Button kind="quiet" small onClick={() => store.examine({ requestId: detail.id })}>
                {words.doctor}
              </Button>
            </>
          }
        >
          <bdi>{allowed ? words.allow.now(remedy.value) : error.message}</bdi>
        </Notice>
      )}
      {warnings.map(({ code, message }) => (
        <Notice
          key={code}
          kind="attention"
          actions={
            code === 'unknown_fields' && error === undefined && others.length > 0
              ? buttonsFor(others)
              : undefined
          }
        >
          {message}
        </Notice>
      ))}
      {permits.length === 0 ? null : (
        <Notice kind="info" actions={buttonsFor(permits)}>
          {words.fix.ignored}
        </Notice>
      )}
    </>
  );
}

/** What the drill gave the app, and what a good app does with that. */
function DrillTold({ drill }: { drill: DrillCode }): VNode {
  const { title, sentence, goodApp } = DRILLS[drill];
  return (
    <Notice kind="attention" title={words.drill.title(title)}>
      {sentence} {words.drill.goodApp} {goodApp}
    </Notice>
  );
}

interface FixButtonProps extends RequestTroubleProps {
  fix: Fix;
}

function FixButton({ detail, fix, onSend }: FixButtonProps): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const asking = useSignal(false);
  const change = useChange();

  const makePreset = async (slug: string): Promise<void> => {
    const like = defaultPreset(snapshot);
    if (like === undefined) return;
    const { ttlSeconds, grants } = like;
    const fields = { name: slug, slug, ttlSeconds, grants };
    const made = await store.settle(store.client.call('preset.create', { fields }));
    if (made !== undefined) store.toasts.show({ kind: 'done', message: words.fix.made(slug) });
  };

  const permit = async ({ field, project }: Extract<Fix, { kind: 'permit' }>): Promise<void> => {
    const { id, revision, policy } = project;
    const changes = { policy: { ...policy, [field]: 'allow' as const } };
    const done = await store.settle(store.client.call('project.update', { id, revision, changes }));
    if (done !== undefined) store.toasts.show({ kind: 'done', message: words.fix.permitted });
  };

  if (fix.kind === 'send') {
    return (
      <Button small onClick={() => onSend(fix.edits)}>
        {words.fix.use(fix.use)}
      </Button>
    );
  }
  if (fix.kind === 'permit') {
    return (
      <Button small onClick={() => void permit(fix)}>
        {words.fix.permit(fix.name)}
      </Button>
    );
  }
  if (fix.kind === 'lan') {
    return (
      <Button small onClick={() => void change({ server: { lan: true } })}>
        {words.fix.lan}
      </Button>
    );
  }
  if (fix.kind === 'open') {
    return (
      <Button small onClick={() => store.show(fix.view)}>
        {words.fix.open[fix.view]}
      </Button>
    );
  }
  if (fix.kind === 'make-preset') {
    return (
      <Button small onClick={() => void makePreset(fix.slug)}>
        {words.fix.makePreset(fix.slug)}
      </Button>
    );
  }
  return (
    <>
      <Button small onClick={() => (asking.value = true)}>
        {words.allow[fix.what]}
      </Button>
      {asking.value ? (
        <AllowDialog id={detail.id} fix={fix} onClose={() => (asking.value = false)} />
      ) : null}
    </>
  );
}

interface AllowDialogProps {
  id: string;
  fix: Extract<Fix, { kind: 'allow' }>;
  onClose: () => void;
}

function AllowDialog({ id, fix: { what, value }, onClose }: AllowDialogProps): VNode {
  const store = useStore();

  const allow = async (): Promise<void> => {
    onClose();
    const done = await store.settle(store.client.call('activity.allow', { id }));
    if (done === undefined) return;
    const message = `${words.allow.done(value)}. ${words.allow.undo}`;
    store.toasts.show({ kind: 'done', message });
  };

  return (
    <Dialog
      title={words.allow.title(value)}
      onClose={onClose}
      actions={
        <>
          <Button onClick={onClose}>{common.cancel}</Button>
          <Button kind="primary" onClick={() => void allow()}>
            {words.allow[what]}
          </Button>
        </>
      }
    >
      <p>{what === 'origin' ? words.allow.originText : words.allow.hostText}</p>
    </Dialog>
  );
}
