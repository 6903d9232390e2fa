/**
 * Two letters for a name or function: "Frau Nolden" is N, "Kim Weber" KW, "Leitung Bauamt" LB. Salutations are left
 * out. Empty without a letter.
 */
export function initialsOf(name: string | null | undefined): string {
  const words = (name ?? '').split(/[\s,/–-]+/).filter((word) => /^\p{L}/u.test(word));
  const telling = words.filter((word) => !salutations.has(word.toLowerCase()));
  const [first = '', ...rest] = telling.length > 0 ? telling : words;
  const letters = [first, rest.at(-1) ?? ''].map((word) => [...word][0] ?? '');
  return letters.join('').toLocaleUpperCase('de');
}

const salutations = new Set(['frau', 'herr', 'dr.', 'mr', 'mr.', 'mrs', 'mrs.', 'ms', 'ms.']);
