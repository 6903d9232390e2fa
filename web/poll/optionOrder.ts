import { recall, remember } from '../shared/storage.ts';

/**
 * The options as this viewer sees them on the ballot: shuffled where the poll says so, and always alike for the same
 * person, or on the same device. Results stay in the order of the ballot.
 */
export function inOwnOrder<Option extends { readonly id: string }>(
  { optionOrder, options }: { readonly optionOrder: 'FIXED' | 'SHUFFLED'; readonly options: readonly Option[] },
  personId: string | undefined,
): readonly Option[] {
  return optionOrder === 'SHUFFLED' ? shuffled(options, personId ?? deviceSeed()) : options;
}

/** Every order is equally likely over all seeds; one seed always gives the same. */
export function shuffled<Option extends { readonly id: string }>(options: readonly Option[], seed: string): Option[] {
  const place = new Map(options.map(({ id }) => [id, hashOf(`${seed}:${id}`)]));
  return options.toSorted((a, b) => (place.get(a.id) ?? 0) - (place.get(b.id) ?? 0));
}

/** FNV-1a, and a finish that lets every letter reach every bit. */
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
