import type { VNode } from 'preact';
import { CopyButton } from './copy-button.tsx';

interface CopyFieldProps {
  /** The value's name: `Copy <what>`. */
  what: string;
  value: string;
}

/** One value to take away: a click on it selects it whole, the button copies it. */
export function CopyField({ what, value }: CopyFieldProps): VNode {
  return (
    <div class="copy-field">
      <code class="copy-value" title={value}>
        {value}
      </code>
      <CopyButton what={what} text={value} kind="quiet" small />
    </div>
  );
}
