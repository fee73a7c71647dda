import type { VNode } from 'preact';
import { fieldMessage } from '../../state/failure-fields.ts';
import { Button } from '../../ui/button.tsx';
import { IconCross, IconPlus } from '../../ui/icons.tsx';
import { AreaField, TextField } from '../../ui/inputs.tsx';
import { PairsEditor } from '../../ui/pairs-editor.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/defaults.ts';
import { jsonNotice, type AgentForm } from './defaults-form.ts';
import type { SectionProps } from './defaults-editor.tsx';

const FRESH: AgentForm = { agentName: '', metadata: '', deployment: '', attributes: [] };

export function AgentsSection({ form, set, failure }: SectionProps): VNode {
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
              error={fieldMessage(failure, `defaults.agents.${index}.agentName`)}
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
