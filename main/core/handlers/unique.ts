import { TokenTrayError } from '../../contract/errors.ts';
import { slugify } from '../../contract/text.ts';

interface Named {
  id: string;
  name: string;
  slug: string;
}

/** Throws `name_taken` or `slug_taken` where another of `items` has it already. Names differ by more than case. */
export function requireUnique(
  kind: string,
  items: readonly Named[],
  wanted: { id?: string; name: string; slug: string },
): void {
  for (const item of items) {
    if (item.id === wanted.id) continue;
    if (item.name.toLowerCase() === wanted.name.toLowerCase()) {
      throw new TokenTrayError('name_taken', { kind, name: wanted.name }, 'name');
    }
    if (item.slug === wanted.slug) {
      throw new TokenTrayError('slug_taken', { kind, slug: wanted.slug }, 'slug');
    }
  }
}

/** `base`, or the first of `base-2`, `base-3`, ... that none of `items` has. */
export function freeSlug(items: readonly Named[], base: string): string {
  const taken = new Set(items.map(({ slug }) => slug));
  let slug = base;
  for (let number = 2; taken.has(slug); number += 1) slug = `${base.slice(0, 44)}-${number}`;
  return slug;
}

/** A free slug made from a name. */
export function slugFor(items: readonly Named[], name: string, fallback: string): string {
  return freeSlug(items, slugify(name, fallback));
}

/** `name`, or the first of `name 2`, `name 3`, ... that none of `items` has. */
export function freeName(items: readonly Named[], name: string): string {
  const taken = new Set(items.map((item) => item.name.toLowerCase()));
  let free = name;
  for (let number = 2; taken.has(free.toLowerCase()); number += 1) free = `${name} ${number}`;
  return free;
}
