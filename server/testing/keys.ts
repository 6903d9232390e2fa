import { randomUUID } from 'node:crypto';
import { type Scope, system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { createPartnerKey, type CreateKeyInput } from '../partner/partner.service.ts';
import type { Place } from './builders.ts';
import type { TestServer } from './server.ts';

export interface GivenKey {
  readonly keyId: string;
  readonly key: string;
}

/** Adds a partner's key of the town. */
export async function givenKey(
  app: TestServer,
  { municipalityId }: Place,
  scopes: readonly Scope[],
  more: Partial<CreateKeyInput> = {},
): Promise<GivenKey> {
  const expiresAt = new Date(Date.now() + 86_400_000);
  const input = { municipalityId, name: 'Lokalradio', scopes, expiresAt, ips: [], idempotencyKey: randomUUID() };
  const { partnerKey, secret } = await createPartnerKey(forkContext(app.services, system), { ...input, ...more });
  return { keyId: partnerKey.id, key: secret ?? '' };
}
