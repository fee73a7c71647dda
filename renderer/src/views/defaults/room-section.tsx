import type { VNode } from 'preact';
import { fieldMessage } from '../../state/failure-fields.ts';
import { Choice } from '../../ui/choice.tsx';
import { TextField } from '../../ui/inputs.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/defaults.ts';
import type { SectionProps } from './defaults-editor.tsx';
import { TemplateWords } from './template-words.tsx';

const MODES = ['fresh', 'fixed', 'template'] as const;

export function RoomSection({ form, set, failure }: SectionProps): VNode {
  return (
    <Section title={words.room.title}>
      <Choice
        label={words.room.mode}
        value={form.roomMode}
        options={MODES.map((value) => ({ value, label: words.room.modes[value] }))}
        onChange={(roomMode) => set({ roomMode })}
      />
      {form.roomMode === 'fresh' ? <p class="small quiet">{words.room.freshHint}</p> : null}
      {form.roomMode === 'fixed' ? (
        <TextField
          label={words.room.name}
          value={form.roomName}
          onInput={(roomName) => set({ roomName })}
          error={fieldMessage(failure, 'defaults.room')}
          hint={words.room.fixedHint}
          code
        />
      ) : null}
      {form.roomMode === 'template' ? (
        <>
          <TextField
            label={words.room.template}
            value={form.roomTemplate}
            onInput={(roomTemplate) => set({ roomTemplate })}
            error={fieldMessage(failure, 'defaults.room')}
            placeholder={words.room.templateExample}
            code
          />
          <TemplateWords />
        </>
      ) : null}
    </Section>
  );
}
