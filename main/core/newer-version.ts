import * as v from 'valibot';

/** As much of a release as is looked at, as GitHub describes it. */
const ReleaseSchema = v.object({
  tag_name: v.string(),
  draft: v.optional(v.boolean()),
  prerelease: v.optional(v.boolean()),
});

/**
 * The version of `release` where it is a finished one above `current`, and nothing for anything else: an
 * older or the same one, a trial, or an answer that is no release.
 */
export function newerVersion(current: string, release: unknown): string | undefined {
  const parsed = v.safeParse(ReleaseSchema, release);
  if (!parsed.success || parsed.output.draft === true || parsed.output.prerelease === true) {
    return undefined;
  }
  const [mine, theirs] = [numbersOf(current), numbersOf(parsed.output.tag_name)];
  if (mine === undefined || theirs === undefined) return undefined;
  const difference = theirs.map((number, place) => number - (mine[place] ?? 0)).find(Boolean);
  return difference !== undefined && difference > 0 ? theirs.join('.') : undefined;
}

/** `v1.2.3` and `1.2.3` alone: what follows a hyphen is a trial. */
function numbersOf(version: string): number[] | undefined {
  const match = /^v?(\d{1,6})\.(\d{1,6})\.(\d{1,6})$/.exec(version);
  return match?.slice(1).map(Number);
}
