import type { Services } from '../kernel/context.ts';

export const passkeyLimits = { perPerson: 10, minutes: 5, name: [1, 60], responseLength: 20_000 } as const;
export const passkeyRate = { name: 'passkey.client', points: 30, seconds: 15 * 60 } as const;

/** EdDSA, ES256, RS256: what devices have. */
export const passkeyAlgorithms = [-8, -7, -257];

/** Whose passkeys they are, in the words of WebAuthn. */
export interface RelyingParty {
  /** The host of PUBLIC_URL; browsers know no passkeys for bare addresses, so a demo's are those of localhost. */
  readonly id: string;
  /** Where they may be used; hosts of towns too (Related Origin Requests). */
  readonly origins: string[];
}

export function relyingParty({ config, publicUrl }: Pick<Services, 'config' | 'publicUrl'>): RelyingParty {
  const { protocol, hostname, port } = new URL(publicUrl());
  const id = /^[\d.]+$|:/.test(hostname) ? 'localhost' : hostname;
  const names = [id, ...config.townHosts.map(({ host }) => host)];
  return { id, origins: names.map((name) => `${protocol}//${name}${port === '' ? '' : `:${port}`}`) };
}
