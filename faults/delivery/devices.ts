import { createECDH, randomBytes, randomUUID } from 'node:crypto';
import { lockText } from '../../server/kernel/secrets.ts';
import type { Place } from './crowd.ts';

const perStatement = 100; // psql gets a statement as an argument, of at most 128 kB

/** Gives each of these people a device at the push service of this origin; returns the path of each. */
export async function insertDevices(
  { postgres, database }: Pick<Place, 'postgres' | 'database'>,
  personIds: readonly string[],
  origin: string,
): Promise<readonly string[]> {
  const [installation] = await postgres.rows<{ secret: string }>(database, 'select secret from installation');
  const p256dh = createECDH('prime256v1').generateKeys('base64url');
  const devices = personIds.map((personId) => ({ personId, id: randomUUID() }));
  const rows = devices.map(({ personId, id }) => {
    const auth = randomBytes(16).toString('base64url');
    const subscription = JSON.stringify({ endpoint: origin + pathOf(id), p256dh, auth });
    const locked = lockText(installation?.secret ?? '', id, subscription);
    return `('${id}', '${personId}', 'PUSH', '${locked}', '${id}', now())`;
  });
  const insert = 'insert into contact (id, recipient_id, channel, address, address_hash, verified_at) values';
  for (let n = 0; n < rows.length; n += perStatement)
    await postgres.execute(database, `${insert} ${rows.slice(n, n + perStatement).join(',')}`);
  return devices.map(({ id }) => pathOf(id));
}

function pathOf(id: string): string {
  return `/wpush/v2/${id}`;
}
