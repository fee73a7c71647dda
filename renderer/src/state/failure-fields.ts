import type { Failure } from '../../../main/contract/errors.ts';

/** `fields.apiKey` and `changes.apiKey` are both the field `apiKey` to the form that shows it. */
export function failureField(failure: Failure): string | undefined {
  return failure.field?.replace(/^(?:fields|changes)\./, '');
}

/** The sentence for the field at `path`, where the failure is about it or about something inside it. */
export function fieldMessage(failure: Failure | undefined, path: string): string | undefined {
  if (failure === undefined) return undefined;
  const field = failureField(failure);
  return field === path || field?.startsWith(`${path}.`) === true ? failure.message : undefined;
}

/** The sentence for a failure that none of the form's fields shows. */
export function restMessage(
  failure: Failure | undefined,
  paths: readonly string[],
): string | undefined {
  if (failure === undefined) return undefined;
  return paths.some((path) => fieldMessage(failure, path) !== undefined)
    ? undefined
    : failure.message;
}
