import type { VNode } from 'preact';
import { fieldMessage } from '../../ui/edit-form.tsx';
import { AreaField, TextField, Select } from '../../ui/inputs.tsx';
import { PairsEditor } from '../../ui/pairs-editor.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/defaults-words.ts';
import { jsonNotice, type SectionProps } from './defaults-form.ts';
import {
  POLICY_RULES,
  type PolicyField,
  TEMPLATE_WORDS,
} from '../../../../main/contract/project.ts';

export function ParticipantSection({ form, set, problems }: SectionProps): VNode {
  return (
    <Section title={words.participant.title}>
      <div class="fields">
        <TextField
          label={words.participant.identity}
          value={form.identityTemplate}
          onInput={(identityTemplate) => set({ identityTemplate })}
          error={fieldMessage(problems, 'defaults.identityTemplate')}
          hint={words.participant.identityHint}
          code
        />
        <TextField
          label={words.participant.name}
          value={form.nameTemplate}
          onInput={(nameTemplate) => set({ nameTemplate })}
          error={fieldMessage(problems, 'defaults.nameTemplate')}
          hint={words.participant.nameHint}
          code
        />
      </div>
      <TemplateWords />
      <AreaField
        label={words.participant.metadata}
        value={form.metadata}
        onInput={(metadata) => set({ metadata })}
        error={fieldMessage(problems, 'defaults.metadata')}
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
        error={fieldMessage(problems, 'defaults.attributes')}
      />
    </Section>
  );
}

const FIELDS = [
  'roomName',
  'participantIdentity',
  'participantName',
  'participantMetadata',
  'participantAttributes',
  'roomConfig',
  'agents',
] as const satisfies readonly PolicyField[];

const RULES = POLICY_RULES.map((value) => ({ value, label: words.policy.rules[value] }));

export function PolicySection({ form, set }: SectionProps): VNode {
  return (
    <Section title={words.policy.title} hint={words.policy.hint}>
      <table class="facts policy">
        <thead>
          <tr>
            <th scope="col">{words.policy.field}</th>
            <th scope="col">{words.policy.rule}</th>
          </tr>
        </thead>
        <tbody>
          {FIELDS.map((field) => (
            <tr key={field}>
              <th scope="row">{words.policy.fields[field]}</th>
              <td>
                <Select
                  aria-label={`${words.policy.rule}: ${words.policy.fields[field]}`}
                  value={form.policy[field]}
                  options={RULES}
                  onChange={(rule) => set({ policy: { ...form.policy, [field]: rule } })}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Section>
  );
}

/** The words allowed in braces, collapsed by default. */
export function TemplateWords(): VNode {
  return (
    <details class="template-words">
      <summary>{words.templates.title}</summary>
      <table class="facts">
        <tbody>
          {Object.entries(TEMPLATE_WORDS).map(([word, meaning]) => (
            <tr key={word}>
              <th scope="row">
                <code>{`{${word}}`}</code>
              </th>
              <td>{meaning}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
