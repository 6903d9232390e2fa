import { InputCheck } from '../kernel/payload.ts';

const mostPostcodes = 50;

/** Sorted postcodes without duplicates. Refused: TOO_MANY_POSTCODES, BAD_POSTCODE. */
export function readPostcodes(given: readonly string[]): string[] {
  const check = new InputCheck();
  check.require(given.length <= mostPostcodes, 'TOO_MANY_POSTCODES', `at most ${mostPostcodes}`, 'postcodes');
  check.done();
  const postcodes = given.map((text) => text.slice(0, 100).trim());
  for (const [n, postcode] of postcodes.entries()) {
    check.require(isPostcode(postcode), 'BAD_POSTCODE', 'five digits', 'postcodes', String(n));
  }
  check.done();
  return [...new Set(postcodes)].sort();
}

/** Whether the text is written like a German postcode; the lowest is 01067. */
function isPostcode(text: string): boolean {
  return /^\d{5}$/.test(text) && Number(text) >= 1000;
}
