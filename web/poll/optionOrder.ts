import { recall, remember } from '../shared/storage.ts';

/**
 * Options in the order of this viewer's ballot: shuffled if the poll requires it, and always alike for the same person
 * or device. Results keep the order of the poll.
 */
export function inOwnOrder<Option extends { readonly id: string }>(
  { optionOrder, options }: { readonly optionOrder: 'FIXED' | 'SHUFFLED'; readonly options: readonly Option[] },
  personId: string | undefined,
): readonly Option[] {
  return optionOrder === 'SHUFFLED' ? shuffled(options, personId ?? deviceSeed()) : options;
}

/** Shuffles by a seed: all orders are equally likely, and the same seed gives the same order. */
export function shuffled<Option extends { readonly id: string }>(options: readonly Option[], seed: string): Option[] {
  const place = new Map(options.map(({ id }) => [id, hashOf(`${seed}:${id}`)]));
  return options.toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

/** FNV-1a with a final mix, so that every letter affects every bit. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (const letter of text) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}

let fallback: string | undefined;

function deviceSeed(): string {
  const known = recall('optionOrder') ?? fallback;
  if (known) return known;
  fallback = crypto.randomUUID();
  remember('optionOrder', fallback);
  return fallback;
}
