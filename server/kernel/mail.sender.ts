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

/** Whether mails may leave with this sender: its domain is the host of all pages, or one of MAIL_DOMAINS. */
export function isOwnDomain({ mailDomains }: Pick<Config, 'mailDomains'>, publicUrl: string, address: string): boolean {
  const domain = address.slice(address.lastIndexOf('@') + 1);
  return domain === mailHost(publicUrl) || mailDomains.includes(domain);
}
