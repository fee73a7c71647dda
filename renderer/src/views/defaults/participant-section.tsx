import type { VNode } from 'preact';
import { fieldMessage } from '../../state/failure-fields.ts';
import { AreaField, TextField } from '../../ui/inputs.tsx';
import { PairsEditor } from '../../ui/pairs-editor.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/defaults.ts';
import { jsonNotice } from './defaults-form.ts';
import type { SectionProps } from './defaults-editor.tsx';
import { TemplateWords } from './template-words.tsx';

export function ParticipantSection({ form, set, failure }: SectionProps): VNode {
  return (
    <Section title={words.participant.title}>
      <div class="fields">
        <TextField
          label={words.participant.identity}
          value={form.identityTemplate}
          onInput={(identityTemplate) => set({ identityTemplate })}
          error={fieldMessage(failure, 'defaults.identityTemplate')}
          hint={words.participant.identityHint}
          code
        />
        <TextField
          label={words.participant.name}
          value={form.nameTemplate}
          onInput={(nameTemplate) => set({ nameTemplate })}
          error={fieldMessage(failure, 'defaults.nameTemplate')}
          hint={words.participant.nameHint}
          code
        />
      </div>
      <TemplateWords />
      <AreaField
        label={words.participant.metadata}
        value={form.metadata}
        onInput={(metadata) => set({ metadata })}
        error={fieldMessage(failure, 'defaults.metadata')}
        notice={jsonNotice(form.metadata)}
        hint={words.participant.metadataHint}
      />
      <PairsEditor
        label={words.participant.attributes}
        pairs={form.attributes}
        onChange={(attributes) => set({ attributes })}
        nameLabel={words.participant.attribute}
        valueLabel={words.participant.value}
        addLabel={words.participant.addAttribute}
        error={fieldMessage(failure, 'defaults.attributes')}
      />
    </Section>
  );
}
