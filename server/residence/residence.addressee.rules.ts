import { InputCheck } from '../kernel/payload.ts';

/** Whom a letter goes to. */
export interface Addressee {
  readonly name: string;
  readonly street: string;
  readonly postcode: string;
  readonly city: string;
}
export const addressParts = ['name', 'street', 'postcode', 'city'] as const;

/** Two lines of a window envelope hold so much. */
const lineLengths = [2, 60] as const;

/** Refused: TOO_SHORT, TOO_LONG, BAD_CHARACTERS, BAD_POSTCODE, each with its part. */
export function readAddressee(input: Addressee): Addressee {
  const check = new InputCheck();
  const line = (part: 'name' | 'street' | 'city'): string => check.text(flat(input[part]), lineLengths, part);
  const postcode = flat(input.postcode);
  check.require(/^\d{5}$/.test(postcode), 'BAD_POSTCODE', 'five digits', 'postcode');
  const addressee = { name: line('name'), street: line('street'), postcode, city: line('city') };
  check.done();
  return addressee;
}

/** The same for everything that means the same person at the same address. */
export function addresseeText(municipalityId: string, { name, street, postcode, city }: Addressee): string {
  const same = [name, street, postcode, city].map((part) => part.normalize('NFKC').toLowerCase());
  const words = same.map((part) => part.replace(/stra(ß|ss)e\b|str\.?(?=\s|$)/g, 'str').replace(/[\s.,-]+/g, ''));
  return `addressee:${municipalityId}:${words.join('|')}`;
}

function flat(text: string): string {
  return text.length > 400 ? text : text.replace(/\s+/g, ' ').trim();
}
