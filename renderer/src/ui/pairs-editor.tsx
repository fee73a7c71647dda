import type { VNode } from 'preact';
import { words } from '../words/app-words.ts';
import { Button } from './button.tsx';
import { IconCross, IconPlus, ShapeBad } from './icons.tsx';

/** A name and its value as typed. */
export type Pair = readonly [name: string, value: string];

interface PairsEditorProps {
  label: string;
  pairs: readonly Pair[];
  onChange: (pairs: readonly Pair[]) => void;
  nameLabel: string;
  valueLabel: string;
  addLabel: string;
  error?: string | undefined;
}

/** Names and values, one pair per line. Pairs without a name are dropped on save. */
export function PairsEditor(props: PairsEditorProps): VNode {
  const { label, pairs, onChange, nameLabel, valueLabel, addLabel, error } = props;
  const replace = (index: number, pair: Pair): void =>
    onChange(pairs.map((known, at) => (at === index ? pair : known)));
  return (
    <fieldset class="stack-close">
      <legend class="field-label">{label}</legend>
      {pairs.map(([name, value], index) => (
        <div key={index} class="row">
          <input
            class="input code pairs-name"
            aria-label={`${nameLabel} ${index + 1}`}
            placeholder={nameLabel}
            value={name}
            autocomplete="off"
            spellcheck={false}
            dir="auto"
            onInput={(event) => replace(index, [event.currentTarget.value, value])}
          />
          <input
            class="input code grow"
            aria-label={`${valueLabel} ${index + 1}`}
            placeholder={valueLabel}
            value={value}
            autocomplete="off"
            spellcheck={false}
            dir="auto"
            onInput={(event) => replace(index, [name, event.currentTarget.value])}
          />
          <Button
            kind="quiet"
            icon={<IconCross />}
            label={`${words.remove} ${name === '' ? `${nameLabel} ${index + 1}` : name}`}
            onClick={() => onChange(pairs.filter((_, at) => at !== index))}
          />
        </div>
      ))}
      {error === undefined ? null : (
        <div role="alert" class="field-error">
          <ShapeBad />
          <span>{error}</span>
        </div>
      )}
      <div>
        <Button
          kind="quiet"
          small
          icon={<IconPlus />}
          onClick={() => onChange([...pairs, ['', '']])}
        >
          {addLabel}
        </Button>
      </div>
    </fieldset>
  );
}
