import type { ComponentChildren, Ref, VNode } from 'preact';

interface ButtonProps {
  children?: ComponentChildren;
  /** `primary` is the one thing to do next, at most one in a group. */
  kind?: 'primary' | 'plain' | 'quiet' | 'danger';
  icon?: VNode;
  /** The accessible name, for a button without a word or whose word alone is unclear. */
  label?: string;
  /** The tooltip: the meaning of an icon, or a shortcut. */
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
      // Not `disabled`, which would drop the focus.
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
