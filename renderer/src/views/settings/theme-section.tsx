import type { VNode } from 'preact';
import { THEME_NAMES } from './theme-names.ts';
import { useSnapshot } from '../../state/store-context.ts';
import { Choice } from '../../ui/choice.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/settings.ts';
import { useChange } from './use-setting.ts';

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
