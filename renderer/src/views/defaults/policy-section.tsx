import type { VNode } from 'preact';
import { POLICY_RULES, type PolicyField } from '../../../../main/contract/project.ts';
import { Select } from '../../ui/inputs.tsx';
import { Section } from '../../ui/section.tsx';
import { words } from '../../words/defaults.ts';
import type { SectionProps } from './defaults-editor.tsx';

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
