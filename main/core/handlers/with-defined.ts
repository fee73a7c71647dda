type Changes<Base> = { readonly [Key in keyof Base]?: Base[Key] | undefined };

/** `base` with the fields of `changes` that are not `undefined`: a field left out stays as it was. */
export function withDefined<Base extends object>(base: Base, changes: Changes<Base>): Base {
  const changed: Base = { ...base };
  for (const [key, value] of Object.entries(changes)) {
    if (value !== undefined) Object.assign(changed, { [key]: value });
  }
  return changed;
}
