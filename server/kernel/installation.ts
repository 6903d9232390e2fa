import { createECDH } from 'node:crypto';
import { defineEntity, p } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { lockText, unlockText } from './secrets.ts';

/** Single row that the first migration creates: id and secret of this installation. */
const InstallationSchema = defineEntity({
  name: 'Installation',
  properties: {
    /** Id of the installation; also the prefix of its keys in a shared Redis. */
    id: p.uuid().primary(),
    secret: p.string(),
    /** Public key of VAPID (RFC 8292), base64url of an uncompressed point of P-256; null: not made yet. */
    pushPublicKey: p.text().nullable(),
    /** Private key of VAPID, encrypted with lockText(); null: not made yet. */
    pushPrivateKey: p.text().nullable(),
    /**
     * MOVE while the data of the installation are being moved here, when no server starts. Null: nothing.
     */
    pending: p.text().nullable(),
  },
});
export class Installation extends InstallationSchema.class {}
InstallationSchema.setClass(Installation);

/** Keys of VAPID, with which push services recognise this installation; base64url. */
export interface PushKeys {
  readonly publicKey: string;
  readonly privateKey: string;
}

/** Owner of the locked key: the id of an installation may change, for example in a copy for tests. */
const lockedFor = 'push';

/**
 * Keys of VAPID of this installation, made at the first start. Devices are bound to the public key, so the keys stay the
 * same for ever; processes that start at the same time get the same keys.
 */
export async function ensurePushKeys(em: SqlEntityManager, { id, secret }: Installation): Promise<PushKeys> {
  const pair = createECDH('prime256v1');
  const publicKey = pair.generateKeys('base64url');
  // The encoding of a short number would have less than 32 bytes.
  const privateKey = Buffer.concat([Buffer.alloc(32), pair.getPrivateKey()])
    .subarray(-32)
    .toString('base64url');
  await em.execute(
    `update installation set push_public_key = ?, push_private_key = ? where id = ? and push_public_key is null`,
    [publicKey, lockText(secret, lockedFor, privateKey), id],
  );
  const [row]: { publicKey: string; locked: string }[] = await em.execute(
    'select push_public_key as "publicKey", push_private_key as locked from installation where id = ?',
    [id],
  );
  if (row === undefined) throw new Error('The table installation has no row.');
  return { publicKey: row.publicKey, privateKey: unlockText(secret, lockedFor, row.locked) };
}
