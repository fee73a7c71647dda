import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useSnapshot, useStore } from '../state/store.ts';
import { Button } from '../ui/button.tsx';
import { RelativeTime } from '../ui/clock.tsx';
import {
  IconPlay,
  IconPresets,
  IconProjects,
  IconStop,
  ShapeAttention,
  ShapeBad,
  ShapeGood,
  ShapeOff,
} from '../ui/icons.tsx';
import { Menu } from '../ui/menu.tsx';
import { Notice } from '../ui/notice.tsx';
import { requestLine, words } from '../words/app-words.ts';

/** The only place that shows state: the server's, the active project and preset, and the last request. */
export function StatusStrip(): VNode {
  const store = useStore();
  const { shape = 'off', line, reason } = store.health.value ?? {};
  const off = store.connection.value !== 'online';
  return (
    <section class="strip-block" aria-label={words.statusLabel}>
      <div class="strip" data-shape={shape}>
        <div class="strip-state" role="status">
          <HealthShape />
          <span class="strong numbers">{line}</span>
        </div>
        <div class="strip-menus">
          <ProjectMenu off={off} />
          <PresetMenu off={off} />
        </div>
        <StartStop off={off} />
        {reason === undefined ? null : <p class="strip-reason">{reason}</p>}
        <LastRequest />
      </div>
      {off ? null : <ServerTrouble />}
      {off ? null : <DrillNotice canOpen />}
    </section>
  );
}

const SHAPES = {
  good: ShapeGood,
  attention: ShapeAttention,
  off: ShapeOff,
  bad: ShapeBad,
} as const;

export function HealthShape(): VNode | null {
  const shape = useStore().health.value?.shape;
  if (shape === undefined) return null;
  const Shape = SHAPES[shape];
  return <Shape />;
}

function LastRequest(): VNode | null {
  const store = useStore();
  const last = store.feed.activity.value?.[0];
  if (last === undefined || store.connection.value !== 'online') return null;
  return (
    <button
      type="button"
      class="strip-last"
      title={words.lastRequest}
      onClick={() => {
        store.selected.activity.value = last.id;
        store.show('activity');
      }}
    >
      <bdi class="cut">{requestLine(last)}</bdi>
      <span class="strip-last-time">
        <RelativeTime at={last.at} />
      </span>
    </button>
  );
}

/** Why there is no connection, and how to get it back. */
export function ConnectionTrouble(): VNode | null {
  const { connection, link } = useStore();
  const status = connection.value;
  if (status !== 'offline' && status !== 'signed_out') return null;
  const { title, text, start } = words[status];
  const command = link.commands?.[status];
  return (
    <Notice
      kind="bad"
      title={title}
      live
      actions={
        <Button small onClick={() => link.retry()}>
          {words.tryAgain}
        </Button>
      }
    >
      {text}
      {command === undefined ? null : (
        <>
          {' '}
          {start} <code class="inline-code">{command}</code>
        </>
      )}
    </Notice>
  );
}

function ProjectMenu({ off }: { off: boolean }): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const override = snapshot.overrides.find(({ setting }) => setting === 'project');
  return (
    <Menu
      label={words.project}
      disabled={off}
      icon={<IconProjects />}
      value={store.activeProject.value?.name ?? words.none}
      hint={override === undefined ? undefined : words.overridden(override.source)}
      items={[
        ...snapshot.projects.map((project) => ({
          kind: 'radio' as const,
          label: project.name,
          detail: project.slug,
          checked: project.id === snapshot.activeProjectId,
          run: () => void store.settle(store.client.call('project.activate', { id: project.id })),
        })),
        { kind: 'separator' },
        { kind: 'action', label: words.manageProjects, run: () => store.show('projects') },
      ]}
    />
  );
}

function PresetMenu({ off }: { off: boolean }): VNode {
  const store = useStore();
  const { presets } = useSnapshot();
  const project = store.activeProject.value;
  const preset = store.activePreset.value;
  const fixed = project?.source === 'environment';
  return (
    <Menu
      label={words.preset}
      disabled={off}
      icon={<IconPresets />}
      value={preset?.name ?? words.none}
      hint={fixed ? words.environmentFixed : undefined}
      items={[
        ...presets.map(({ id, name, slug }) => ({
          kind: 'radio' as const,
          label: name,
          detail: slug,
          checked: id === preset?.id,
          disabled: project === undefined || fixed,
          run: () => {
            if (project === undefined) return;
            void store.settle(
              store.client.call('project.update', {
                id: project.id,
                revision: project.revision,
                changes: { presetId: id },
              }),
            );
          },
        })),
        { kind: 'separator' },
        { kind: 'action', label: words.managePresets, run: () => store.show('presets') },
      ]}
    />
  );
}

function StartStop({ off }: { off: boolean }): VNode {
  const store = useStore();
  const { server } = useSnapshot();
  const busy = useSignal(false);
  const running = server.status === 'serving' || server.status === 'starting';

  const run = async (): Promise<void> => {
    busy.value = true;
    await store.settle(store.client.call(running ? 'server.stop' : 'server.start'));
    busy.value = false;
  };

  return (
    <Button
      // After a failure the fix below has the accent.
      kind={server.status === 'stopped' && !off ? 'primary' : 'plain'}
      icon={running ? <IconStop /> : <IconPlay />}
      busy={busy.value}
      disabled={off}
      onClick={() => void run()}
    >
      {running ? words.stop : server.status === 'failed' ? words.tryAgain : words.start}
    </Button>
  );
}

/** Why the port doesn't serve, and how to fix it. */
function ServerTrouble(): VNode | null {
  const store = useStore();
  const { server } = useSnapshot();
  if (server.status !== 'failed') return null;
  const { suggestedPort } = server;

  const move = async (port: number): Promise<void> => {
    const reply = await store.settings.change({ server: { port } });
    if (!reply.ok) store.tell(reply.error);
    else if (store.feed.snapshot.value?.server.status === 'failed') {
      await store.settle(store.client.call('server.start'));
    }
  };

  return (
    <Notice
      kind="bad"
      live
      actions={
        <>
          {suggestedPort === undefined ? null : (
            <Button small kind="primary" onClick={() => void move(suggestedPort)}>
              {words.usePort(suggestedPort)}
            </Button>
          )}
          <Button small onClick={() => store.show('settings')}>
            {words.changePort}
          </Button>
        </>
      }
    >
      {server.failure.message}
    </Notice>
  );
}

/** The armed drill in one line, and the way to turn it off. */
export function DrillNotice({ canOpen = false }: { canOpen?: boolean }): VNode | null {
  const store = useStore();
  const { drill } = useSnapshot();
  if (drill === undefined) return null;
  return (
    <div class="notice notice-attention notice-line" role="status">
      <ShapeAttention />
      <span class="notice-words">
        <bdi>
          <span class="strong">{words.drill.armed(drill.title)}</span> {words.drill.strikes(drill)}
        </bdi>
      </span>
      <span class="row">
        {canOpen ? (
          <Button small kind="quiet" onClick={() => (store.drillsOpen.value = true)}>
            {words.drill.show}
          </Button>
        ) : null}
        <Button small onClick={() => void store.settle(store.client.call('drill.off'))}>
          {words.drill.off}
        </Button>
      </span>
    </div>
  );
}
