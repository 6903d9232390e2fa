import { randomBytes } from 'node:crypto';

/** Douglas Crockford's 32 signs: no I, L, O, U, so that nothing looks like something else that may stand there. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const length = 12;

/** 60 random bits as people copy them: XXXX-XXXX-XXXX. */
export function newCode(): string {
  const signs = [...randomBytes(length)].map((byte) => alphabet[byte & 31] ?? '').join('');
  return signs.replace(/(.{4})(?=.)/g, '$1-');
}

/** The code however it was typed; undefined: it can only be wrong. */
export function readCode(text: string): string | undefined {
  if (text.length > 40) return undefined;
  const signs = text
    .toUpperCase()
    .replace(/[\s\-–—]/g, '')
    .replaceAll('O', '0')
    .replace(/[IL]/g, '1');
  return signs.length === length && [...signs].every((sign) => alphabet.includes(sign)) ? signs : undefined;
}

/** What is sealed and stored of a code: in another town it is another text. */
export function codeText(municipalityId: string, code: string): string {
  return `residence:${municipalityId}:${code.replaceAll('-', '')}`;
}
