import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useSnapshot, useStore } from '../state/store.ts';
import { Button } from '../ui/button.tsx';
import { IconPlay, IconPresets, IconProjects, IconStop } from '../ui/icons.tsx';
import { Menu } from '../ui/menu.tsx';
import { Notice } from '../ui/notice.tsx';
import { serverLine, words } from '../words/app-words.ts';
import { ServerShape } from './server-shape.tsx';

/** The only place that says how the token server is, and for which project and preset it signs. */
export function StatusStrip(): VNode {
  const { server } = useSnapshot();
  return (
    <section class="strip-block" aria-label={words.statusLabel}>
      <div class="strip">
        <div class="strip-state" role="status">
          <ServerShape server={server} />
          <span class="strong numbers">{serverLine(server)}</span>
        </div>
        <div class="strip-menus">
          <ProjectMenu />
          <PresetMenu />
        </div>
        <StartStop />
      </div>
      <ServerTrouble />
    </section>
  );
}

function ProjectMenu(): VNode {
  const store = useStore();
  const snapshot = useSnapshot();
  const override = snapshot.overrides.find(({ setting }) => setting === 'project');
  return (
    <Menu
      label={words.project}
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

function PresetMenu(): VNode {
  const store = useStore();
  const { presets } = useSnapshot();
  const project = store.activeProject.value;
  const preset = store.activePreset.value;
  const fixed = project?.source === 'environment';
  return (
    <Menu
      label={words.preset}
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

function StartStop(): VNode {
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
      // A failed server has its way out below, with the accent on it.
      kind={server.status === 'stopped' ? 'primary' : 'plain'}
      icon={running ? <IconStop /> : <IconPlay />}
      busy={busy.value}
      onClick={() => void run()}
    >
      {running ? words.stop : server.status === 'failed' ? words.tryAgain : words.start}
    </Button>
  );
}

/** Why it does not serve, or not as it should, and the way out. */
function ServerTrouble(): VNode | null {
  const store = useStore();
  const { server } = useSnapshot();
  if (server.status === 'serving' && server.warning !== undefined) {
    return <Notice kind="attention">{server.warning}</Notice>;
  }
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
