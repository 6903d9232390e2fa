/** Maximum length of a search; the rest is ignored. */
const longest = 100;

/** Text of a search without control characters and spaces at its ends. */
export function readSearch(text: string | null | undefined): string {
  return (text ?? '')
    .slice(0, 10 * longest)
    .replace(/\p{Cc}/gu, '')
    .trim()
    .slice(0, longest);
}

/** Form of a name that all its spellings share: "St. Augustin", "sankt augustin"; "Königswinter", "koenigswinter". */
export function spellingOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/ß/g, 'ss')
    .replace(/[äöü]/g, (vowel) => ({ ä: 'ae', ö: 'oe', ü: 'ue' })[vowel] ?? vowel)
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .replace(/\bst\b\.?/g, 'sankt')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/**
 * Number of typing mistakes between what was typed and a name or its first words; undefined if these are too many to
 * mean this name: one in short names, two from eight letters.
 */
export function mistakesIn(typed: string, name: string): number | undefined {
  const wanted = spellingOf(typed);
  const allowed = wanted.length < 4 ? 0 : wanted.length < 8 ? 1 : 2;
  const words = spellingOf(name).split(' ');
  const starts = words.map((_, n) => words.slice(0, n + 1).join(' '));
  const least = Math.min(...starts.map((start) => distanceBetween(wanted, start, allowed)));
  return least <= allowed ? least : undefined;
}

/**
 * Edit distance of two texts: letters that are missing, added, exchanged, or swapped with their neighbour. Above
 * `limit` any number above it.
 */
export function distanceBetween(a: string, b: string, limit = Infinity): number {
  if (Math.abs(a.length - b.length) > limit) return limit + 1;
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const cost = a[i - 1] === b[j - 1] ? 0 : 1;
      const kept = Math.min((above[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (above[j - 1] ?? 0) + cost);
      const isSwapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      row.push(isSwapped ? Math.min(kept, (before[j - 2] ?? 0) + 1) : kept);
    }
    if (Math.min(...row) > limit) return limit + 1;
    [before, above] = [above, row];
  }
  return above[b.length] ?? 0;
}
