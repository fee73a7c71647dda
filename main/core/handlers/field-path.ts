import { TokenTrayError } from '../../contract/errors.ts';

/** Runs `action`; a failure about a field is told with its path in the call's input, such as `changes.apiKey`. */
export function underField<Value>(prefix: string, action: () => Value): Value {
  try {
    return action();
  } catch (error) {
    if (!(error instanceof TokenTrayError) || error.failure.field === undefined) throw error;
    const { code, details, field } = error.failure;
    throw new TokenTrayError(code, details, `${prefix}.${field}`);
  }
}
