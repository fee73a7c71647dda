import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';

interface ToggleProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: ComponentChildren;
  disabled?: boolean;
  /** Shows the label before the switch with the switch at the end of the line. */
  apart?: boolean;
}

/** A switch that acts at once. */
export function Toggle({
  label,
  checked,
  onChange,
  hint,
  disabled = false,
  apart = false,
}: ToggleProps): VNode {
  const id = useId();
  return (
    <div class={`toggle${apart ? ' toggle-apart' : ''}`}>
      <input
        id={id}
        class="toggle-input"
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => {
          const wanted = event.currentTarget.checked;
          // The state decides: a refused change must not look done.
          event.currentTarget.checked = checked;
          onChange(wanted);
        }}
      />
      <div class="toggle-words">
        <label class="toggle-label" for={id}>
          {label}
        </label>
        {hint === undefined ? null : (
          <div id={`${id}-hint`} class="field-hint">
            {hint}
          </div>
        )}
      </div>
    </div>
  );
}

interface CheckProps {
  label: string;
  checked: boolean;
  onChange: (checked: boolean) => void;
  hint?: ComponentChildren;
  disabled?: boolean;
}

/** A tick in a form that has its own save button. */
export function Check({ label, checked, onChange, hint, disabled = false }: CheckProps): VNode {
  const id = useId();
  return (
    <div class="check">
      <input
        id={id}
        type="checkbox"
        checked={checked}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <div class="toggle-words">
        <label for={id}>{label}</label>
        {hint === undefined ? null : (
          <div id={`${id}-hint`} class="field-hint">
            {hint}
          </div>
        )}
      </div>
    </div>
  );
}
