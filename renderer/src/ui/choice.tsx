import type { VNode } from 'preact';
import { useId } from 'preact/hooks';
import type { Option } from './inputs.tsx';

interface ChoiceProps<Value extends string> {
  label: string;
  /** Keeps the label for screen readers only. */
  labelUnseen?: boolean;
  value: Value;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
}

/** A few options side by side. Radio buttons underneath, so the arrow keys work. */
export function Choice<Value extends string>(props: ChoiceProps<Value>): VNode {
  const { label, labelUnseen = false, value, options, onChange } = props;
  const name = useId();
  return (
    <fieldset class="choice">
      <legend class={labelUnseen ? 'unseen' : 'field-label'}>{label}</legend>
      <div class="choice-options">
        {options.map((option) => (
          <label key={option.value} class="choice-option">
            <input
              type="radio"
              class="choice-input"
              name={name}
              value={option.value}
              checked={option.value === value}
              onChange={() => onChange(option.value)}
            />
            <span class="choice-word">{option.label}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
