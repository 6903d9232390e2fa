import { domainToASCII } from 'node:url';

const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const hostName = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])$/;

/**
 * Address in its canonical form: lower case, the domain in punycode. Undefined for an invalid address, including
 * everything that a mail header could misread: blanks, commas, quotes, line breaks, a second @. The length is limited
 * to 254 before any pattern is applied.
 */
export function readEmail(text: string): string | undefined {
  if (text.length > 254) return undefined;
  const email = text.trim().toLowerCase();
  const at = email.lastIndexOf('@');
  const local = email.slice(0, Math.max(at, 0));
  const host = domainToASCII(email.slice(at + 1));
  const isFine = local.length <= 64 && localPart.test(local) && host.length <= 190 && hostName.test(host);
  return isFine ? `${local}@${host}` : undefined;
}
