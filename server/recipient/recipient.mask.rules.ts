import { parsePhoneNumberFromString } from 'libphonenumber-js/mobile';

/* Whoever holds a forwarded mail holds its link, so addresses are shown as their owner recognises them and no further. */

/** First letter and domain of an address: "m…@t-online.de". */
export function maskEmail(email: string): string {
  const at = email.lastIndexOf('@');
  return `${email.slice(0, 1)}…${email.slice(at)}`;
}

/** Country code and the last two digits of a number: "+49 … 42". */
export function maskNumber(number: string): string {
  const code = parsePhoneNumberFromString(number)?.countryCallingCode ?? '';
  return `+${code} … ${number.slice(-2)}`;
}
