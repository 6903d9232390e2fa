import { randomUUID } from 'node:crypto';
import { type Data, post, type Reply } from '../../faults/harness/http.ts';
import type { Person } from '../../faults/harness/people.ts';
import type { Stage } from './stage.ts';

export interface WantedKey {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly days?: number;
}

/** Creates a key over the API as an admin of the town; returns its id and its secret. */
export async function makeKey(
  stage: Stage,
  admin: Person,
  { name, scopes, days = 365 }: WantedKey,
): Promise<{ id: string; secret: string }> {
  const { municipality } = await stage.ask('query($ags: String!) { municipality(ags: $ags) { id } }', stage.town);
  const expiresAt = new Date(Date.now() + days * 86_400_000).toISOString();
  const input = { municipalityId: municipality.id, name, scopes, expiresAt, idempotencyKey: randomUUID() };
  const { createPartnerKey }: Data = await stage.ask(createMutation, { input }, admin);
  return { id: createPartnerKey.partnerKey.id, secret: createPartnerKey.secret };
}

/** Sends a query like a partner's program: with the key and without anything of a browser. */
export function askAsPartner(stage: Stage, key: string, query: string, variables: object = {}): Promise<Reply> {
  const body = JSON.stringify({ query, variables });
  return post(stage.town.port, { ip: '203.0.113.40' }, body, { authorization: `Bearer ${key}` });
}

const createMutation = `mutation($input: CreatePartnerKeyInput!) { createPartnerKey(input: $input) {
  partnerKey { id } secret userErrors { code path } } }`;
