import type { VNode, ComponentChildren } from 'preact';
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

interface CheckProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: ComponentChildren;
  disabled?: boolean;
}

/** A switch that acts at once. `apart`: the label first, the switch at the end of the line. */
export function Toggle({ apart = false, ...props }: CheckProps & { apart?: boolean }): VNode {
  return (
    <Labelled class={`toggle${apart ? ' toggle-apart' : ''}`} {...props}>
      {(ties) => (
        <input
          {...ties}
          class="toggle-input"
          type="checkbox"
          role="switch"
          onChange={(event) => {
            const wanted = event.currentTarget.checked;
            // The state decides: a refused change must not look done.
            event.currentTarget.checked = props.checked;
            props.onChange(wanted);
          }}
        />
      )}
    </Labelled>
  );
}

/** A tick in a form that has its own save button. */
export function Check(props: CheckProps): VNode {
  return (
    <Labelled class="check" {...props}>
      {(ties) => (
        <input
          {...ties}
          type="checkbox"
          onChange={(event) => props.onChange(event.currentTarget.checked)}
        />
      )}
    </Labelled>
  );
}

interface LabelledProps extends Omit<CheckProps, 'onChange'> {
  class: string;
  children: (ties: {
    id: string;
    checked: boolean;
    disabled: boolean;
    'aria-describedby': string | undefined;
  }) => VNode;
}

function Labelled(props: LabelledProps): VNode {
  const { label, checked, hint, disabled = false, children } = props;
  const id = useId();
  const hintId = hint === undefined ? undefined : `${id}-hint`;
  return (
    <div class={props.class}>
      {children({ id, checked, disabled, 'aria-describedby': hintId })}
      <div class="toggle-words">
        <label for={id}>{label}</label>
        {hint === undefined ? null : (
          <div id={hintId} class="field-hint">
            {hint}
          </div>
        )}
      </div>
    </div>
  );
}
