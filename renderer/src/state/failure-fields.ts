import type { Failure } from '../../../main/contract/errors.ts';

/** `fields.apiKey` and `changes.apiKey` are both the field `apiKey` to the form that shows it. */
export function failureField(failure: Failure): string | undefined {
  return failure.field?.replace(/^(?:fields|changes)\./, '');
}

/** The sentence for the field at `path`: of the first failure about it or about something inside it. */
export function fieldMessage(failures: readonly Failure[], path: string): string | undefined {
  return failures.find((failure) => isAbout(failure, path))?.message;
}

/** The sentence for the first failure that none of the form's fields shows. */
export function restMessage(
  failures: readonly Failure[],
  paths: readonly string[],
): string | undefined {
  return failures.find((failure) => !paths.some((path) => isAbout(failure, path)))?.message;
}

function isAbout(failure: Failure, path: string): boolean {
  const field = failureField(failure);
  return field === path || field?.startsWith(`${path}.`) === true;
}
