import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { shortcutOf } from '../../../../main/contract/accelerator.ts';
import type { Capabilities } from '../../../../main/contract/host-description.ts';
import { useSnapshot, useStore, useChange } from '../../state/store.ts';
import { Button } from '../../ui/button.tsx';
import { Toggle, Choice } from '../../ui/choices.tsx';
import { Section } from '../../ui/section.tsx';
import { AboutSection, DiagnosticsSection } from './about-section.tsx';
import { AccessSection } from './access-section.tsx';
import { DataSection } from './data-section.tsx';
import { LanSection, PortSection } from './server-sections.tsx';
import { THEME_NAMES, words } from '../../words/settings-words.ts';
import './settings.css';

/** Settings for the token server, the app and its data. All but the port take effect at once. */
export function SettingsView(): VNode {
  return (
    <div class="pane">
      <div class="stack-wide settings">
        <PortSection />
        <LanSection />
        <AccessSection />
        <ThemeSection />
        <AppSection />
        <DataSection />
        <DiagnosticsSection />
        <AboutSection />
      </div>
    </div>
  );
}

/** What the app does on its own, as far as its host supports it. */
function AppSection(): VNode {
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
            hint={words.app.notifyOnCopyHint}
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

function ThemeSection(): VNode {
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

/** Takes the shortcut for *Copy token* as the next keys that are pressed. */
function ShortcutField({ platform }: { platform: string | undefined }): VNode {
  const { copyTokenShortcut = '' } = useSnapshot().settings.app;
  const change = useChange();
  const listening = useSignal(false);

  const press = (event: KeyboardEvent): void => {
    if (!listening.value || event.key === 'Tab') return;
    event.preventDefault();
    if (event.key === 'Escape') listening.value = false;
    const shortcut = shortcutOf(event, platform === 'darwin');
    if (shortcut === undefined) return;
    listening.value = false;
    void change({ app: { copyTokenShortcut: shortcut } });
  };

  return (
    <div class="toggle toggle-apart" onKeyDown={press}>
      <div class="row">
        {copyTokenShortcut === '' ? null : (
          <Button
            small
            label={words.shortcut.clear}
            onClick={() => void change({ app: { copyTokenShortcut: '' } })}
          >
            {words.shortcut.clearShort}
          </Button>
        )}
        <Button
          small
          label={`${words.shortcut.label}: ${copyTokenShortcut || words.shortcut.none}`}
          pressed={listening.value}
          onClick={() => (listening.value = !listening.value)}
        >
          {listening.value ? words.shortcut.press : copyTokenShortcut || words.shortcut.none}
        </Button>
      </div>
      <div class="toggle-words">
        <span>{words.shortcut.label}</span>
        <div class="field-hint">{words.shortcut.hint}</div>
      </div>
    </div>
  );
}
