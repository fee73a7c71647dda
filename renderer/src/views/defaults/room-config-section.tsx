import type { VNode } from 'preact';
import { fieldMessage } from '../../state/failure-fields.ts';
import { AreaField, TextField } from '../../ui/inputs.tsx';
import { PairsEditor } from '../../ui/pairs-editor.tsx';
import { Section } from '../../ui/section.tsx';
import { Check } from '../../ui/toggle.tsx';
import { words } from '../../words/defaults.ts';
import { NUMBER_FIELDS, jsonNotice, type NumberField } from './defaults-form.ts';
import type { SectionProps } from './defaults-editor.tsx';

const HINTS: Partial<Record<NumberField, string>> = {
  emptyTimeout: words.config.emptyTimeoutHint,
  departureTimeout: words.config.departureTimeoutHint,
};

export function RoomConfigSection({ form, set, failure }: SectionProps): VNode {
  return (
    <Section title={words.config.title} hint={words.config.hint}>
      <div class="fields fields-narrow">
        {NUMBER_FIELDS.map((field) => (
          <TextField
            key={field}
            label={words.config[field]}
            value={form.numbers[field]}
            onInput={(value) => set({ numbers: { ...form.numbers, [field]: value } })}
            error={fieldMessage(failure, `defaults.roomConfiguration.${field}`)}
            hint={HINTS[field]}
            inputMode="numeric"
          />
        ))}
      </div>
      <Check
        label={words.config.syncStreams}
        checked={form.syncStreams}
        onChange={(syncStreams) => set({ syncStreams })}
      />
      <AreaField
        label={words.config.metadata}
        value={form.roomMetadata}
        onInput={(roomMetadata) => set({ roomMetadata })}
        error={fieldMessage(failure, 'defaults.roomConfiguration.metadata')}
        notice={jsonNotice(form.roomMetadata)}
      />
      <PairsEditor
        label={words.config.tags}
        pairs={form.tags}
        onChange={(tags) => set({ tags })}
        nameLabel={words.config.tag}
        valueLabel={words.participant.value}
        addLabel={words.config.addTag}
      />
    </Section>
  );
}
