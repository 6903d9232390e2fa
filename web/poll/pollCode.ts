/**
 * Five digits that stand for a poll on a wall, short enough to be typed from the last row: "48 213". Should two of the
 * polls that are open in a town have the same, the first of the list opens; what it asks stands on the wall.
 */
export function codeOfPoll(id: string): string {
  let hash = 0x811c9dc5;
  for (const letter of id) hash = Math.imul(hash ^ (letter.codePointAt(0) ?? 0), 0x01000193);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  const digits = String(((hash ^ (hash >>> 16)) >>> 0) % 100_000).padStart(5, '0');
  return `${digits.slice(0, 2)} ${digits.slice(2)}`;
}

/** What was typed, in the one spelling; null: no code. */
export function readPollCode(typed: string): string | null {
  const digits = typed.replace(/\D/g, '');
  return digits.length === 5 ? `${digits.slice(0, 2)} ${digits.slice(2)}` : null;
}
