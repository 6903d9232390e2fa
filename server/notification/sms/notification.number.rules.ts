import {
  type CountryCode,
  getCountryCallingCode,
  isSupportedCountry,
  parsePhoneNumberFromString,
} from 'libphonenumber-js/mobile';
import { hmacText } from '../../kernel/secrets.ts';

/** Kind and lane of the message with the code that verifies a number. */
export const codeMessage = { kind: 'NUMBER_CODE', lane: 'PERSONAL' } as const;

export const numberLimits = { perPerson: 5, length: 40, tries: 5, codeMinutes: 15, unconfirmedDays: 3 } as const;

const day = 86_400;
/** Codes. Somebody who earns money by SMS to a number would ask for as many as possible. */
export const codeRates = {
  perRecipient: { name: 'numberCode.recipient', points: 5, seconds: day },
  perNumber: { name: 'numberCode.number', points: 3, seconds: day },
  perTown: { name: 'numberCode.town', points: 50, seconds: 3600 },
} as const;

export type NumberFault = 'BAD_NUMBER' | 'NUMBER_ABROAD' | 'NUMBER_NOT_MOBILE';

/**
 * Number in the form of E.164. Numbers without a country code belong to the first of the countries. NUMBER_ABROAD: of a
 * country that gets no SMS. NUMBER_NOT_MOBILE: a landline, a premium service, or a mobile number that nobody has.
 */
export function readNumber(
  text: string,
  countries: readonly string[],
): { readonly number: string } | { readonly fault: NumberFault } {
  if (text.length > numberLimits.length || /[\p{Cc}\p{L}]/u.test(text)) return { fault: 'BAD_NUMBER' };
  const allowed = countries.filter((country): country is CountryCode => isSupportedCountry(country));
  const [home = 'DE'] = allowed;
  const number = parsePhoneNumberFromString(text.trim(), { defaultCountry: home, extract: false });
  if (number === undefined) return { fault: 'BAD_NUMBER' };
  const isAbroad =
    !allowed.some((country) => getCountryCallingCode(country) === number.countryCallingCode) ||
    (number.country !== undefined && !allowed.includes(number.country));
  if (isAbroad) return { fault: 'NUMBER_ABROAD' };
  if (number.isValid()) return { number: number.number };
  return { fault: number.isPossible() ? 'NUMBER_NOT_MOBILE' : 'BAD_NUMBER' };
}

/** Eight digits that belong to one message; nobody without the secret can find them. */
export function codeOf(secret: string, messageId: string): string {
  const bytes = Buffer.from(hmacText(secret, `numberCode:${messageId}`), 'base64url');
  return String(bytes.readUIntBE(0, 6) % 10 ** 8).padStart(8, '0');
}
