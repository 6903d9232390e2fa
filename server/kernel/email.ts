import { domainToASCII } from 'node:url';

const localPart = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const hostName = /^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]([a-z0-9-]*[a-z0-9])$/;

/**
 * The address in the one form it is stored and compared in: lower case, umlauts of the domain as punycode. Undefined for
 * anything a mail header could misread: blanks, commas, quotes, line breaks, a second @. The length is capped before any
 * pattern looks at it.
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
