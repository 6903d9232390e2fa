import { validate } from 'uuid';
import type { Partner, Scope } from '../kernel/actor.ts';
import type { Services } from '../kernel/context.ts';
import { hashToken, isSameHash } from '../kernel/secrets.ts';
import { isAllowedAddress } from './partner.rules.ts';

/** Text of a key as its owner receives it: `ortsfunk_`, the id of the row as hexadecimal digits, `_`, the secret. */
export function keyText(id: string, secret: string): string {
  return `ortsfunk_${id.replaceAll('-', '')}_${secret}`;
}

/**
 * Actor of the header `Authorization: Bearer ortsfunk_…`; undefined: no valid key, or an address that the key does not
 * allow. The secret is compared in this process and reaches neither the database nor a log.
 */
export async function authenticateKey(
  services: Services,
  authorization: unknown,
  address: string,
): Promise<Partner | undefined> {
  const given = readKey(authorization);
  if (given === undefined) return undefined;
  const em = services.em.fork();
  const rows: KeyRow[] = await em.execute(lookupSql, [given.id]);
  const [key] = rows;
  if (key === undefined || !isSameHash(hashToken(given.secret), key.secret_hash)) return undefined;
  if (!isAllowedAddress(key.ips, address)) return undefined;
  if (key.is_due && services.machine.isWritable()) {
    await em.execute('update partner_key set last_used_at = now() where id = ?', [given.id]);
  }
  const { municipality_id: municipalityId, expires_at, scopes } = key;
  return { kind: 'partner', keyId: given.id, municipalityId, scopes, expiresAt: new Date(expires_at) };
}

interface KeyRow {
  readonly secret_hash: string;
  readonly municipality_id: string;
  readonly expires_at: string;
  readonly scopes: readonly Scope[];
  readonly ips: readonly string[];
  /** `last_used_at` is older than a minute and must be updated. */
  readonly is_due: boolean;
}

function readKey(authorization: unknown): { id: string; secret: string } | undefined {
  if (typeof authorization !== 'string' || authorization.length > 200) return undefined;
  const [, hex = '', secret = ''] = /^Bearer +ortsfunk_([0-9a-f]{32})_([\w-]{43})$/i.exec(authorization) ?? [];
  const id = hex.toLowerCase().replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
  return validate(id) ? { id, secret } : undefined;
}

const lookupSql = `
select secret_hash, municipality_id, expires_at, to_json(scopes) as scopes, to_json(ips) as ips,
       last_used_at is null or last_used_at < now() - interval '1 minute' as is_due
from partner_key where id = ? and revoked_at is null and expires_at > now()`;
