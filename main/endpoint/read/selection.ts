import type { TokenRequest } from '../../core/ports.ts';
import type { FormFields } from './form-fields.ts';
import { readTokenServerId } from './token-server-id.ts';

/** Which project and preset a request names. The guards and the core are given the same one. */
export type Selection = Pick<TokenRequest, 'projectSlug' | 'presetSlug' | 'tokenServerId'>;

export function readSelection(
  query: FormFields,
  sandboxId: string | string[] | undefined,
): Selection {
  const selection: Selection = {};
  const project = named(query.get('project'));
  const preset = named(query.get('preset'));
  const tokenServerId = readTokenServerId(sandboxId);
  if (project !== undefined) selection.projectSlug = project;
  if (preset !== undefined) selection.presetSlug = preset;
  if (tokenServerId !== undefined) selection.tokenServerId = tokenServerId;
  return selection;
}

/** The text `undefined` is what JavaScript makes of a value that is not there. */
function named(value: string | undefined): string | undefined {
  return value === '' || value === 'undefined' ? undefined : value;
}
