import type { VNode } from 'preact';
import type { Capabilities } from '../../../../main/contract/host-description.ts';
import { useSnapshot, useStore } from '../../state/store.ts';
import { Section } from '../../ui/section.tsx';
import { Toggle, Choice } from '../../ui/choices.tsx';
import { THEME_NAMES, words } from '../../words/settings-words.ts';
import { ShortcutField } from './shortcut-field.tsx';
import { useChange } from './use-setting.ts';

/** What the app does on its own, as far as its host supports it. */
export function AppSection(): VNode {
  const { app } = useSnapshot().settings;
  const host = useStore().feed.host.value;
  const change = useChange();
  const can = (name: keyof Capabilities): boolean => host?.capabilities[name] === true;

  return (
    <Section title={words.app.title}>
      {can('startAtLogin') ? (
        <>
          <Toggle
            apart
            label={words.app.startAtLogin}
            checked={app.startAtLogin}
            onChange={(startAtLogin) => void change({ app: { startAtLogin } })}
          />
          <Toggle
            apart
            label={words.app.startHidden}
            hint={words.app.startHiddenHint}
            checked={app.startHidden}
            onChange={(startHidden) => void change({ app: { startHidden } })}
          />
        </>
      ) : (
        <Absence name="startAtLogin" />
      )}
      {can('notifications') ? (
        <>
          <Toggle
            apart
            label={words.app.notifyOnCopy}
            checked={app.notifyOnCopy}
            onChange={(notifyOnCopy) => void change({ app: { notifyOnCopy } })}
          />
          <Toggle
            apart
            label={words.app.notifyOnJoin}
            hint={words.app.notifyOnJoinHint}
            checked={app.notifyOnJoin !== false}
            onChange={(notifyOnJoin) => void change({ app: { notifyOnJoin } })}
          />
        </>
      ) : null}
      {can('globalShortcut') ? <ShortcutField platform={host?.platform} /> : null}
      {can('tray') ? null : <Absence name="tray" />}
      <Toggle
        apart
        label={words.app.checkForUpdates}
        hint={words.app.checkHint}
        checked={app.checkForUpdates}
        onChange={(checkForUpdates) => void change({ app: { checkForUpdates } })}
      />
    </Section>
  );
}

/** Why the host can't do this, if it says. */
function Absence({ name }: { name: keyof Capabilities }): VNode | null {
  const reason = useStore().feed.host.value?.absences[name];
  if (reason === undefined) return null;
  return (
    <div class="toggle-words">
      <span>{words.capabilities[name]}</span>
      <span class="field-hint">{reason}</span>
    </div>
  );
}

export function ThemeSection(): VNode {
  const { app } = useSnapshot().settings;
  const change = useChange();
  return (
    <Section title={words.theme.title}>
      <Choice
        label={words.theme.label}
        value={app.theme}
        options={THEME_NAMES.map((value) => ({ value, label: words.theme.options[value] }))}
        onChange={(theme) => void change({ app: { theme } })}
      />
    </Section>
  );
}
