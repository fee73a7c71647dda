import type { VNode } from 'preact';
import type { JsonValue } from '../../../main/contract/json.ts';

/** A value of other people's making: text as it is, anything else as JSON that can be read. */
export function JsonText({ value }: { value: JsonValue }): VNode {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  return <bdi class="code json-text">{text}</bdi>;
}
