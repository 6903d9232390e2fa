import type { Receipt } from './recount.mjs';

/** Digits and letters that cannot be confused with each other. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/**
 * Short code of a receipt, "7KQ4-M2XP-9TRA-C6HW": the first 80 bits of the key's hash, short enough to copy by hand.
 */
export function codeOf({ keyHash }: Pick<Receipt, 'keyHash'>): string {
  const bits = BigInt(`0x${keyHash.slice(0, 20)}`);
  const letters = Array.from({ length: 16 }, (_, n) => alphabet[Number((bits >> BigInt(75 - 5 * n)) & 31n)]);
  return letters.join('').replace(/(.{4})(?=.)/g, '$1-');
}

/** Normalises a typed code; null if it is not a code. */
export function readCode(typed: string): string | null {
  const letters = typed.toUpperCase().replace(/[\s-]/g, '').replace(/O/g, '0').replace(/[IL]/g, '1');
  return /^[0-9A-HJKMNP-TV-Z]{16}$/.test(letters) ? letters.replace(/(.{4})(?=.)/g, '$1-') : null;
}

/** Downloads a file that is created on this device and sent nowhere. */
export function saveFile(name: string, content: BlobPart, type: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type }));
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
