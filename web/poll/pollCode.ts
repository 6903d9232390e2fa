/**
 * Code of a poll on the wall, five digits such as "48 213". If two open polls of a town have the same code, the first
 * of the list opens; the wall shows its question for comparison.
 */
export function codeOfPoll(id: string): string {
  let hash = 0x811c9dc5;
  for (const letter of id) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  const digits = String(((hash ^ (hash >>> 16)) >>> 0) % 100_000).padStart(5, '0');
  return `${digits.slice(0, 2)} ${digits.slice(2)}`;
}

/** Normalises a typed code; null if it does not have five digits. */
export function readPollCode(typed: string): string | null {
  const digits = typed.replace(/\D/g, '');
  return digits.length === 5 ? `${digits.slice(0, 2)} ${digits.slice(2)}` : null;
}
