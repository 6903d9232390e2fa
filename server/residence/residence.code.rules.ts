import { randomBytes } from 'node:crypto';

/** Crockford's Base32 alphabet: without I, L, O and U, which are easily confused with other characters. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 12;

/** New random code of 60 bits, written as XXXX-XXXX-XXXX. */
export function newCode(): string {
  const signs = [...randomBytes(length)].map((byte) => alphabet[byte & 31] ?? '').join('');
  return signs.replace(/(.{4})(?=.)/g, '$1-');
}

/** Normalises a typed code to 12 characters without dashes; undefined if the text cannot be a code. */
export function readCode(text: string): string | undefined {
  if (text.length > 40) return undefined;
  const signs = text
    .toUpperCase()
    .replace(/[\s\-–—]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return signs.length === length && [...signs].every((sign) => alphabet.includes(sign)) ? signs : undefined;
}

/** Text of a code whose HMAC is stored; contains the town, so that a code is valid in one town only. */
export function codeText(municipalityId: string, code: string): string {
  return `residence:${municipalityId}:${code.replaceAll('-', '')}`;
}
