import type { ComponentChildren, VNode } from 'preact';
import { isJsonObject, type JsonObject, type JsonValue } from '../../../main/contract/json.ts';
import { now } from './clock.tsx';
import { absoluteTime, clockTime, relativeTime } from '../words/time.ts';
import { claimMeaning } from '../words/token-words.ts';

/** One line of a table of facts. */
export function Fact({ label, children }: { label: string; children: ComponentChildren }): VNode {
  return (
    <tr>
      <th scope="row">{label}</th>
      <td>{children}</td>
    </tr>
  );
}

interface Line {
  name: string;
  value: JsonValue;
}

/** A token's claims, one per line, with readable times. */
export function ClaimsTable({ claims, label }: { claims: JsonObject; label: string }): VNode {
  return (
    <table class="facts claims" aria-label={label}>
      <tbody>
        {claimLines(claims).map(({ name, value }) => (
          <tr key={name}>
            <th scope="row" title={claimMeaning(name)}>
              <code>{name}</code>
            </th>
            <td>
              <ClaimValue name={name} value={value} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

function ClaimValue({ name, value }: Line): VNode {
  if ((name === 'exp' || name === 'nbf' || name === 'iat') && typeof value === 'number') {
    const at = value * 1000;
    return (
      <time class="numbers" dateTime={new Date(at).toISOString()} title={absoluteTime(at)}>
        {relativeTime(at, now.value)}, {clockTime(at)}
      </time>
    );
  }
  return <JsonText value={value} />;
}

/** Grants one by one, such as `video.room`, and anything deeper as JSON. */
function claimLines(claims: JsonObject): Line[] {
  return Object.entries(claims).flatMap(([name, value]) =>
    isJsonObject(value)
      ? Object.entries(value).map(([inner, part]) => ({ name: `${name}.${inner}`, value: part }))
      : [{ name, value }],
  );
}

/** An untrusted value: text as it is, anything else as indented JSON. */
export function JsonText({ value }: { value: JsonValue }): VNode {
  const text = typeof value === 'string' ? value : JSON.stringify(value, null, 1);
  return <bdi class="code json-text">{text}</bdi>;
}
