import type { TokenRequest } from '../../core/ports.ts';
import type { FormFields } from './form-fields.ts';

/** Which project, preset and drill a request names. The guards and the core are given the same one. */
export type Selection = Pick<
  TokenRequest,
  'projectSlug' | 'presetSlug' | 'tokenServerId' | 'drill'
>;

export function readSelection(
  query: FormFields,
  sandboxId: string | string[] | undefined,
): Selection {
  const selection: Selection = {};
  const project = named(query.get('project'));
  const preset = named(query.get('preset'));
  const drill = named(query.get('drill'));
  const tokenServerId = readTokenServerId(sandboxId);
  if (project !== undefined) selection.projectSlug = project;
  if (preset !== undefined) selection.presetSlug = preset;
  if (drill !== undefined) selection.drill = drill;
  if (tokenServerId !== undefined) selection.tokenServerId = tokenServerId;
  return selection;
}

/** The text `undefined` is what JavaScript makes of a value that is not there. */
function named(value: string | undefined): string | undefined {
  return value === '' || value === 'undefined' ? undefined : value;
}

/** An ID has at most 128 characters. Of a longer header, which names no project, this much is looked at. */
const MAX_ID_LENGTH = 256;

/**
 * `X-Sandbox-ID` as it is compared. Some clients trim what is neither letter nor digit from its edges,
 * others send quotes and spaces as they were pasted. `undefined` where nothing is left.
 */
function readTokenServerId(header: string | string[] | undefined): string | undefined {
  if (header === undefined) return undefined;
  const text = String(header).slice(0, MAX_ID_LENGTH);
  let start = 0;
  let end = text.length;
  while (start < end && !isLetterOrDigit(text.charCodeAt(start))) start += 1;
  while (end > start && !isLetterOrDigit(text.charCodeAt(end - 1))) end -= 1;
  return start === end ? undefined : text.slice(start, end);
}

function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 65 && code <= 90) || (code >= 97 && code <= 122);
}
