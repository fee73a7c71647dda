import type { ComponentChildren, VNode } from 'preact';
import { useId } from 'preact/hooks';
import { ShapeAttention, ShapeBad } from './icons.tsx';

/** Ties a control to its label and the messages below it. */
export interface FieldTies {
  id: string;
  'aria-describedby': string | undefined;
  'aria-invalid': true | undefined;
}

interface FieldProps {
  label: string;
  hint?: ComponentChildren;
  /** Why the value can't be saved, and what to do. */
  error?: string | undefined;
  /** What will be changed or looks odd. It doesn't prevent saving. */
  notice?: string | undefined;
  wide?: boolean;
  children: (ties: FieldTies) => VNode;
}

/** A label above its control, and below it a hint, a notice or the error. */
export function Field({ label, hint, error, notice, wide = false, children }: FieldProps): VNode {
  const id = useId();
  const below = [
    hint === undefined ? undefined : `${id}-hint`,
    notice === undefined ? undefined : `${id}-notice`,
    error === undefined ? undefined : `${id}-error`,
  ].filter((part) => part !== undefined);
  return (
    <div class={`field${wide ? ' field-wide' : ''}`}>
      <label class="field-label" for={id}>
        {label}
      </label>
      {children({
        id,
        'aria-describedby': below.length === 0 ? undefined : below.join(' '),
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {hint === undefined ? null : (
        <div id={`${id}-hint`} class="field-hint">
          {hint}
        </div>
      )}
      {notice === undefined ? null : (
        <div id={`${id}-notice`} class="field-notice">
          <ShapeAttention />
          <span>{notice}</span>
        </div>
      )}
      <div role="alert" class={error === undefined ? 'unseen' : undefined}>
        {error === undefined ? null : (
          <div id={`${id}-error`} class="field-error">
            <ShapeBad />
            <span>{error}</span>
          </div>
        )}
      </div>
    </div>
  );
}
