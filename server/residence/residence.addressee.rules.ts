import { InputCheck } from '../kernel/payload.ts';

/** Recipient of a letter. */
export interface Addressee {
  readonly name: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
}
export const addressParts = ['name', 'street', 'postcode', 'city'] as const;

/** Least and greatest number of characters of a line; 60 fit on two lines of a window envelope. */
const lineLengths = [2, 60] as const;

/**
 * Validated addressee with single spaces. User errors, each with its field: TOO_SHORT, TOO_LONG, BAD_CHARACTERS,
 * BAD_POSTCODE.
 */
export function readAddressee(input: Addressee): Addressee {
  const check = new InputCheck();
  const line = (part: 'name' | 'street' | 'city'): string => check.text(flat(input[part]), lineLengths, part);
  const postcode = flat(input.postcode);
  check.require(/^\d{5}$/.test(postcode), 'BAD_POSTCODE', 'five digits', 'postcode');
  const addressee = { name: line('name'), street: line('street'), postcode, city: line('city') };
  check.done();
  return addressee;
}

/** Normalised text of an addressee: equal for different spellings of the same person at the same address in a town. */
export function addresseeText(municipalityId: string, { name, street, postcode, city }: Addressee): string {
  const same = [name, street, postcode, city].map((part) => part.normalize('NFKC').toLowerCase());
  const words = same.map((part) => part.replace(/stra(ß|ss)e\b|str\.?(?=\s|$)/g, 'str').replace(/[\s.,-]+/g, ''));
  return `addressee:${municipalityId}:${words.join('|')}`;
}

function flat(text: string): string {
  return text.length > 400 ? text : text.replace(/\p{Zs}+/gu, ' ').trim();
}
