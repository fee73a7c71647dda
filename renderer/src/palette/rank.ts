/** The items whose label contains every word of the search, matches at the start of a word first. */
export function rankByLabel<Item extends { label: string }>(
  items: readonly Item[],
  search: string,
): Item[] {
  const wanted = search
    .trim()
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== '');
  if (wanted.length === 0) return [...items];
  return items
    .map((item) => ({ item, score: score(item.label.toLowerCase(), wanted) }))
    .filter(({ score }) => score > 0)
    .toSorted((one, other) => other.score - one.score)
    .map(({ item }) => item);
}

/** 0 if a word is missing. The start of a word scores higher than its middle. */
function score(label: string, wanted: readonly string[]): number {
  let sum = 0;
  for (const word of wanted) {
    const at = label.indexOf(word);
    if (at < 0) return 0;
    sum += at === 0 ? 3 : /[a-z0-9]/.test(label[at - 1] ?? '') ? 1 : 2;
  }
  return sum;
}
