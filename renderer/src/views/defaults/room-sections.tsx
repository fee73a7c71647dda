import type { VNode } from 'preact';
import { fieldMessage } from '../../ui/edit-form.tsx';
import { Choice, Check } from '../../ui/choices.tsx';
import { TextField, AreaField } from '../../ui/inputs.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/defaults-words.ts';
import { TemplateWords } from './participant-sections.tsx';
import { PairsEditor } from '../../ui/pairs-editor.tsx';
import {
  NUMBER_FIELDS,
  jsonNotice,
  type NumberField,
  type AgentForm,
  type SectionProps,
} from './defaults-form.ts';
import { Button } from '../../ui/button.tsx';
import { IconCross, IconPlus } from '../../ui/icons.tsx';

const MODES = ['fresh', 'fixed', 'template'] as const;

export function RoomSection({ form, set, problems }: SectionProps): VNode {
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
          error={fieldMessage(problems, 'defaults.room')}
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
            error={fieldMessage(problems, 'defaults.room')}
            placeholder={words.room.templateExample}
            code
          />
          <TemplateWords />
        </>
      ) : null}
    </Section>
  );
}

const HINTS: Partial<Record<NumberField, string>> = {
  emptyTimeout: words.config.emptyTimeoutHint,
  departureTimeout: words.config.departureTimeoutHint,
};

export function RoomConfigSection({ form, set, problems }: SectionProps): VNode {
  return (
    <Section title={words.config.title} hint={words.config.hint}>
      <div class="fields fields-narrow">
        {NUMBER_FIELDS.map((field) => (
          <TextField
            key={field}
            label={words.config[field]}
            value={form.numbers[field]}
            onInput={(value) => set({ numbers: { ...form.numbers, [field]: value } })}
            error={fieldMessage(problems, `defaults.roomConfiguration.${field}`)}
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
        error={fieldMessage(problems, 'defaults.roomConfiguration.metadata')}
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

const FRESH: AgentForm = { agentName: '', metadata: '', deployment: '', attributes: [] };

export function AgentsSection({ form, set, problems }: SectionProps): VNode {
  const { agents } = form;
  const replace = (index: number, change: Partial<AgentForm>): void =>
    set({ agents: agents.map((agent, at) => (at === index ? { ...agent, ...change } : agent)) });

  return (
    <Section
      title={words.agents.title}
      hint={words.agents.hint}
      actions={
        <Button small icon={<IconPlus />} onClick={() => set({ agents: [...agents, FRESH] })}>
          {words.agents.add}
        </Button>
      }
    >
      {agents.length === 0 ? <p class="quiet">{words.agents.none}</p> : null}
      {agents.map((agent, index) => (
        <fieldset key={index} class="stack agent">
          <legend class="unseen">{words.agents.numbered(index)}</legend>
          <div class="fields">
            <TextField
              label={words.agents.name}
              value={agent.agentName}
              onInput={(agentName) => replace(index, { agentName })}
              error={fieldMessage(problems, `defaults.agents.${index}.agentName`)}
              hint={words.agents.nameHint}
              code
            />
            <TextField
              label={words.agents.deployment}
              value={agent.deployment}
              onInput={(deployment) => replace(index, { deployment })}
              hint={words.agents.deploymentHint}
              code
            >
              <Button
                kind="quiet"
                icon={<IconCross />}
                label={words.agents.remove(agent.agentName || String(index + 1))}
                onClick={() => set({ agents: agents.filter((_, at) => at !== index) })}
              />
            </TextField>
          </div>
          <AreaField
            label={words.agents.metadata}
            value={agent.metadata}
            onInput={(metadata) => replace(index, { metadata })}
            notice={jsonNotice(agent.metadata)}
          />
          <PairsEditor
            label={words.participant.attributes}
            pairs={agent.attributes}
            onChange={(attributes) => replace(index, { attributes })}
            nameLabel={words.participant.attribute}
            valueLabel={words.participant.value}
            addLabel={words.participant.addAttribute}
          />
        </fieldset>
      ))}
    </Section>
  );
}
