import { useSignal } from '@preact/signals';
import type { VNode } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { IconCheck, IconDown } from './icons.tsx';

type MenuItem =
  | { kind: 'separator' }
  | {
      kind: 'action';
      label: string;
      /** Quiet words after the label: a slug, a shortcut. */
      detail?: string;
      danger?: boolean;
      disabled?: boolean;
      run: () => void;
    }
  | {
      kind: 'radio';
      label: string;
      detail?: string;
      checked: boolean;
      disabled?: boolean;
      run: () => void;
    };

interface MenuProps {
  /** Names the button. Read before the value. */
  label: string;
  /** The value on the button. Without it only the icon shows. */
  value?: string;
  /** Alone, or before the value. */
  icon?: VNode;
  items: readonly MenuItem[];
  hint?: string | undefined;
  disabled?: boolean;
  /** Opens towards the left, for buttons at the right edge. */
  end?: boolean;
}

/** A button that opens a menu under it. Arrow keys walk, a letter jumps, Escape closes and gives the focus back. */
export function Menu(props: MenuProps): VNode {
  const { label, value, icon, items, hint, disabled = false, end = false } = props;
  const open = useSignal(false);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);

  useEffect(() => {
    if (!open.value) return undefined;
    const list = itemElements(root.current);
    (list.find((item) => item.getAttribute('aria-checked') === 'true') ?? list[0])?.focus();
    const closeOutside = (event: Event): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) !== true) {
        open.value = false;
      }
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
    };
  }, [open.value]);

  const close = (): void => {
    open.value = false;
    button.current?.focus();
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (disabled) return;
    if (!open.value) {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      event.preventDefault();
      open.value = true;
      return;
    }
    if (event.key === 'Escape') {
      event.preventDefault();
      event.stopPropagation();
      close();
    } else if (event.key === 'Tab') open.value = false;
    else if (walk(itemElements(root.current), event.key)) event.preventDefault();
  };

  return (
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        class={
          value === undefined
            ? 'button button-quiet button-icon'
            : 'button button-plain menu-button'
        }
        aria-haspopup="menu"
        aria-expanded={open.value}
        aria-controls={open.value ? id : undefined}
        aria-label={value === undefined || value === label ? label : `${label}: ${value}`}
        title={hint ?? label}
        aria-disabled={disabled || undefined}
        onClick={() => {
          if (!disabled) open.value = !open.value;
        }}
      >
        {icon}
        {value === undefined ? null : (
          <>
            <span class="cut">{value}</span>
            <IconDown />
          </>
        )}
      </button>
      {open.value && !disabled ? (
        <div
          id={id}
          role="menu"
          aria-label={label}
          class={`menu-list${end ? ' menu-list-end' : ''}`}
        >
          {items.map((item, index) => (
            <MenuLine key={index} item={item} close={close} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

function MenuLine({ item, close }: { item: MenuItem; close: () => void }): VNode {
  if (item.kind === 'separator') return <div role="separator" class="menu-separator" />;
  const choose = (): void => {
    close();
    item.run();
  };
  const checked = item.kind === 'radio' ? item.checked : undefined;
  const danger = item.kind === 'action' && item.danger === true;
  return (
    <button
      type="button"
      role={item.kind === 'radio' ? 'menuitemradio' : 'menuitem'}
      aria-checked={checked}
      aria-disabled={item.disabled === true || undefined}
      tabIndex={-1}
      class={`menu-item${danger ? ' menu-item-danger' : ''}`}
      onClick={() => {
        if (item.disabled !== true) choose();
      }}
    >
      {item.kind === 'radio' ? (
        <span class="menu-mark">{item.checked ? <IconCheck /> : null}</span>
      ) : null}
      <bdi class="cut grow">{item.label}</bdi>
      {item.detail === undefined ? null : <span class="menu-detail">{item.detail}</span>}
    </button>
  );
}

function itemElements(root: HTMLElement | null): HTMLElement[] {
  return [...(root?.querySelectorAll<HTMLElement>('[role^="menuitem"]') ?? [])];
}

/** Moves the focus within `list` for an arrow, Home, End or a letter. Returns whether the key was one of those. */
export function walk(list: readonly HTMLElement[], key: string): boolean {
  const at = list.findIndex((item) => item === document.activeElement);
  const last = list.length - 1;
  if (key === 'ArrowDown') list[at === last ? 0 : at + 1]?.focus();
  else if (key === 'ArrowUp') list[at <= 0 ? last : at - 1]?.focus();
  else if (key === 'Home') list[0]?.focus();
  else if (key === 'End') list[last]?.focus();
  else if (key.length === 1 && key !== ' ') {
    const letter = key.toLowerCase();
    const order = [...list.slice(at + 1), ...list.slice(0, at + 1)];
    order.find((item) => item.textContent.trim().toLowerCase().startsWith(letter))?.focus();
  } else return false;
  return true;
}
