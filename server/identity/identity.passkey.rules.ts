import type { Services } from '../kernel/context.ts';

export const passkeyLimits = { perPerson: 10, minutes: 5, name: [1, 60], responseLength: 20_000 } as const;
export const passkeyRate = { name: 'passkey.client', points: 600, seconds: 15 * 60 } as const;

/** COSE algorithms EdDSA, ES256 and RS256, which common devices support. */
export const passkeyAlgorithms = [-8, -7, -257];

/** Relying party of WebAuthn. */
export interface RelyingParty {
  /** Host of PUBLIC_URL; `localhost` if PUBLIC_URL has an IP address, because WebAuthn does not allow IP addresses. */
  readonly id: string;
  /** Origins on which the passkeys work, including the hosts of towns (Related Origin Requests). */
  readonly origins: string[];
}

/** Relying party of this installation, derived from PUBLIC_URL and the hosts of towns. */
export function relyingParty({ config, publicUrl }: Pick<Services, 'config' | 'publicUrl'>): RelyingParty {
  const { protocol, hostname, port } = new URL(publicUrl());
  const id = /^[\d.]+$|:/.test(hostname) ? 'localhost' : hostname;
  const names = [id, ...config.townHosts.map(({ host }) => host)];
  return { id, origins: names.map((name) => `${protocol}//${name}${port === '' ? '' : `:${port}`}`) };
}
