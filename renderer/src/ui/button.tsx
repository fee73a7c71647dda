import type { ComponentChildren, Ref, VNode } from 'preact';

export interface ButtonProps {
  children?: ComponentChildren;
  /** `primary` is the one thing to do next; there is at most one in a group. */
  kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: VNode;
  /** What the button does where no word stands on it, or where its word needs its object. */
  label?: string;
  /** Shown on hover: what it does where only an icon is seen, or a shortcut. */
  hint?: string;
  disabled?: boolean;
  busy?: boolean;
  pressed?: boolean;
  submit?: boolean;
  small?: boolean;
  onClick?: (event: MouseEvent) => void;
  buttonRef?: Ref<HTMLButtonElement>;
}

export function Button(props: ButtonProps): VNode {
  const { children, kind = 'plain', icon, label, hint, busy = false, small = false } = props;
  const iconOnly = children === undefined;
  const idle = props.disabled === true || busy;
  return (
    <button
      ref={props.buttonRef ?? null}
      type={props.submit === true ? 'submit' : 'button'}
      class={`button button-${kind}${small ? ' button-small' : ''}${iconOnly ? ' button-icon' : ''}`}
      aria-label={label}
      aria-pressed={props.pressed}
      aria-busy={busy || undefined}
      title={hint ?? (iconOnly ? label : undefined)}
      // Not `disabled`: a button that goes to sleep under the fingers must not drop the focus.
      aria-disabled={idle || undefined}
      onClick={(event) => {
        if (idle) event.preventDefault();
        else props.onClick?.(event);
      }}
    >
      {icon}
      {children}
    </button>
  );
}
