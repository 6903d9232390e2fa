import { isIP } from 'node:net';
import type { Config } from './config.ts';

/** Host of the addresses that the installation makes: the host of all pages. */
export function mailHost(publicUrl: string): string {
  const { hostname } = new URL(publicUrl);
  return isIP(hostname.replace(/^\[|\]$/g, '')) === 0 ? hostname : 'localhost';
}

/** Sender of mails of towns without an own one. */
export function defaultSender(publicUrl: string): string {
  return `noreply@${mailHost(publicUrl)}`;
}

/** Name and address in the header From of a town's mails. */
export function senderOf(
  config: Pick<Config, 'mailDomains'>,
  publicUrl: string,
  town: { readonly kind: string; readonly name: string; readonly fromAddress?: string | null },
): { readonly name: string; readonly address: string } {
  return { name: senderName(`${town.kind} ${town.name}`), address: senderAddress(config, publicUrl, town.fromAddress) };
}

/** Name without what could make an address or a header of it. */
export function senderName(name: string): string {
  return name.replace(/[\p{Cc}<>@"]+/gu, ' ').trim();
}

/** Sender's address of a mail; a domain that is no longer allowed is replaced, so that mails are not taken for forged. */
export function senderAddress(
  config: Pick<Config, 'mailDomains'>,
  publicUrl: string,
  wanted: string | null | undefined,
): string {
  return wanted != null && isOwnDomain(config, publicUrl, wanted) ? wanted : defaultSender(publicUrl);
}

/** Whether mails may leave with this sender: its domain is the host of all pages, or one of MAIL_DOMAINS. */
export function isOwnDomain({ mailDomains }: Pick<Config, 'mailDomains'>, publicUrl: string, address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return domain === mailHost(publicUrl) || mailDomains.includes(domain);
}
