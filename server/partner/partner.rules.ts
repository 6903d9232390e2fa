import { BlockList, isIP } from 'node:net';
import type { Scope } from '../kernel/actor.ts';
import { canonicalAddress } from '../kernel/address.ts';
import { InputCheck } from '../kernel/payload.ts';

/** Maximum validity of a key in days; then a new key is needed. */
export const longestDays = 731;
/** Maximum number of valid keys of one town. */
export const maxKeys = 100;
const mostIps = 20;

export interface KeyInput {
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: Date;
  readonly ips: readonly string[];
}

/**
 * Validates a new key. User errors, reported together: TOO_SHORT, TOO_LONG, BAD_CHARACTERS, NO_SCOPES, IN_THE_PAST,
 * EXPIRES_TOO_LATE, TOO_MANY_ADDRESSES, BAD_ADDRESS.
 */
export function checkKey(input: KeyInput, now: Date): void {
  const check = new InputCheck();
  check.text(input.name, [2, 80], 'name');
  check.require(input.scopes.length > 0, 'NO_SCOPES', 'at least one scope', 'scopes');
  check.require(input.expiresAt > now, 'IN_THE_PAST', 'ends in the past', 'expiresAt');
  const latest = now.getTime() + longestDays * 86_400_000;
  check.require(input.expiresAt.getTime() <= latest, 'EXPIRES_TOO_LATE', 'at most two years', 'expiresAt');
  check.require(input.ips.length <= mostIps, 'TOO_MANY_ADDRESSES', `at most ${mostIps} addresses`, 'ips');
  input.ips.slice(0, mostIps).forEach((ip, at) => {
    check.require(readNetwork(ip) !== undefined, 'BAD_ADDRESS', 'not an address or network', 'ips', String(at));
  });
  check.done();
}

/** Whether a key with these addresses is accepted from `address`; an unreadable address matches no entry. */
export function isAllowedAddress(ips: readonly string[], address: string): boolean {
  if (ips.length === 0) return true;
  const allowed = new BlockList();
  for (const ip of ips) {
    const network = readNetwork(ip);
    if (network !== undefined) allowed.addSubnet(...network);
  }
  const canonical = canonicalAddress(address);
  return isIP(canonical) !== 0 && allowed.check(canonical, familyOf(canonical));
}

/**
 * Address, prefix length and family of `192.0.2.7`, `192.0.2.0/24`, `::ffff:192.0.2.0/120` or `2001:db8::/48`; undefined
 * for all other texts.
 */
function readNetwork(text: string): [string, number, 'ipv4' | 'ipv6'] | undefined {
  const [, address = '', prefix] = /^([0-9a-f.:]{2,45})(?:\/(\d{1,3}))?$/i.exec(text.trim()) ?? [];
  if (isIP(address) === 0) return undefined;
  const longest = isIP(address) === 4 ? 32 : 128;
  const length = prefix === undefined ? longest : Number(prefix);
  if (length > longest) return undefined;
  const canonical = canonicalAddress(address);
  const isMapped = longest === 128 && isIP(canonical) === 4;
  if (!isMapped) return [canonical, length, familyOf(canonical)];
  // The first 96 bits of an IPv4 address written as IPv6 are always the same.
  return length < 96 ? undefined : [canonical, length - 96, 'ipv4'];
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return isIP(address) === 4 ? 'ipv4' : 'ipv6';
}
