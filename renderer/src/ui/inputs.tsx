import type { ComponentChildren, VNode, Ref, TargetedInputEvent } from 'preact';
import { useId } from 'preact/hooks';
import { ShapeAttention, ShapeBad } from './icons.tsx';

/** Ties a control to its label and the messages below it. */
interface FieldTies {
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

interface TextFieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  hint?: ComponentChildren;
  error?: string | undefined;
  notice?: string | undefined;
  placeholder?: string | undefined;
  /** URLs, keys, identities: monospace, no spell check. */
  code?: boolean;
  disabled?: boolean;
  /** Masks the text. */
  masked?: boolean;
  inputMode?: 'text' | 'numeric' | 'url';
  short?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  children?: ComponentChildren;
}

/** One line of text. `children` go beside it, such as a button for the value. */
export function TextField(props: TextFieldProps): VNode {
  const { label, value, onInput, hint, error, notice, code = false } = props;
  return (
    <Field label={label} hint={hint} error={error} notice={notice}>
      {(ties) => {
        const attributes = {
          ...ties,
          ref: props.inputRef ?? null,
          class: `input grow${code ? ' code' : ''}${props.short === true ? ' input-short' : ''}`,
          inputMode: props.inputMode ?? 'text',
          value,
          placeholder: props.placeholder,
          disabled: props.disabled,
          autocomplete: 'off',
          autocapitalize: 'off',
          spellcheck: !code,
          dir: 'auto',
          onInput: (event: TargetedInputEvent<HTMLInputElement>) =>
            onInput(event.currentTarget.value),
        } as const;
        return (
          <div class="row">
            {props.masked === true ? (
              <input {...attributes} type="password" />
            ) : (
              <input {...attributes} type="text" />
            )}
            {props.children}
          </div>
        );
      }}
    </Field>
  );
}

interface AreaFieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  hint?: ComponentChildren;
  error?: string | undefined;
  notice?: string | undefined;
  placeholder?: string;
  high?: boolean;
}

/** Monospace text of several lines: metadata, JSON, a request's body. */
export function AreaField(props: AreaFieldProps): VNode {
  const { label, value, onInput, hint, error, notice } = props;
  return (
    <Field label={label} hint={hint} error={error} notice={notice} wide>
      {(ties) => (
        <textarea
          {...ties}
          class={`input area code${props.high === true ? ' area-high' : ''}`}
          value={value}
          placeholder={props.placeholder}
          autocomplete="off"
          autocapitalize="off"
          spellcheck={false}
          dir="auto"
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

export interface Option<Value extends string> {
  value: Value;
  label: string;
}

interface SelectFieldProps<Value extends string> {
  label: string;
  value: Value;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
  hint?: ComponentChildren;
  error?: string | undefined;
}

export function SelectField<Value extends string>(props: SelectFieldProps<Value>): VNode {
  const { label, hint, error } = props;
  return (
    <Field label={label} hint={hint} error={error}>
      {(ties) => <Select {...ties} {...props} />}
    </Field>
  );
}

interface SelectProps<Value extends string> {
  value: Value;
  options: readonly Option<Value>[];
  onChange: (value: Value) => void;
  id?: string;
  'aria-label'?: string;
  'aria-describedby'?: string | undefined;
  'aria-invalid'?: true | undefined;
}

/** The control without a label, for toolbars and table cells. */
export function Select<Value extends string>(props: SelectProps<Value>): VNode {
  const { value, options, onChange } = props;
  return (
    <select
      class="input select"
      id={props.id}
      aria-label={props['aria-label']}
      aria-describedby={props['aria-describedby']}
      aria-invalid={props['aria-invalid']}
      value={value}
      onChange={(event) => {
        const chosen = options.find((option) => option.value === event.currentTarget.value);
        if (chosen !== undefined) onChange(chosen.value);
      }}
    >
      {options.map((option) => (
        <option key={option.value} value={option.value}>
          {option.label}
        </option>
      ))}
    </select>
  );
}
