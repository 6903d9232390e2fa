import { z } from 'zod';
import { system } from '../../kernel/actor.ts';
import { type Context, forkContext, type Services } from '../../kernel/context.ts';
import { appendErasures } from '../../kernel/erasures.ts';
import { type Tx, write } from '../../kernel/events.ts';
import type { ErasureSubject } from '../../kernel/personalData.ts';
import { hmacText, unlockText } from '../../kernel/secrets.ts';
import { hashAddress } from '../../recipient/recipient.service.ts';
import { erase } from './privacy.eraser.service.ts';
import { Tombstone, type TombstoneKind } from './privacy.erasure.entity.ts';
import { findAccount, findAddress } from './privacy.subject.service.ts';

const Line = z.object({
  hmac: z.string(),
  kind: z.enum(['ACCOUNT', 'ADDRESS']),
  withTexts: z.boolean(),
  erasedAt: z.iso.datetime(),
});
type Line = z.infer<typeof Line>;

function hmacOf({ secret }: Pick<Services, 'secret'>, kind: TombstoneKind, id: string): string {
  return hmacText(secret, `tombstone:${kind}:${id}`);
}

/**
 * Stores the tombstones of an account or of an address. The line is on the disk before the erasure is committed: a line too
 * many concerns somebody whose erasure was due anyway, while a missing line would bring an erased person back.
 */
export async function keepTombstones(tx: Tx, { personId, emails, withTexts }: ErasureSubject): Promise<void> {
  const erasedAt = tx.now().toISOString();
  const account = personId === null ? [] : [{ kind: 'ACCOUNT' as const, hmac: hmacOf(tx, 'ACCOUNT', personId) }];
  const addresses = emails.map((email) => ({
    kind: 'ADDRESS' as const,
    hmac: hmacOf(tx, 'ADDRESS', hashAddress(tx, email)),
  }));
  const lines = [...account, ...addresses].map((one) => ({ ...one, withTexts, erasedAt }));
  await appendErasures(tx.config, lines);
  await keepRows(tx, lines);
}

async function keepRows({ em }: Context, lines: readonly Line[]): Promise<void> {
  await em.execute(
    `insert into tombstone (hmac, kind, with_texts, erased_at)
     select l.hmac, l.kind, l."withTexts", l."erasedAt" from json_to_recordset(?::json)
       as l(hmac text, kind text, "withTexts" boolean, "erasedAt" timestamptz)
     on conflict (hmac) do update set with_texts = excluded.with_texts, erased_at = excluded.erased_at`,
    [JSON.stringify(lines)],
  );
}

/**
 * Erases again everybody whom a restored database still holds although a line of the log says that the person was erased;
 * returns their number. Lines whose tombstone the database has are done already. Call it before the server listens.
 */
export async function replayTombstones(services: Services, logLines: readonly string[]): Promise<number> {
  const ctx = forkContext(services, system);
  const known = new Set((await ctx.em.find(Tombstone, {}, { fields: ['hmac'] })).map(({ hmac }) => hmac));
  const lines = logLines.flatMap(readLine).filter(({ hmac }) => !known.has(hmac));
  if (lines.length === 0) return 0;
  const byHmac = new Map(lines.map((line) => [line.hmac, line]));
  let erased = 0;
  for (const { find, line } of await findReturned(ctx, byHmac)) {
    erased += await write(forkContext(services, system), async (tx) => {
      const subject = await find(tx, line.withTexts);
      if (subject === null) return 0;
      await erase(tx, subject);
      return 1;
    });
  }
  await keepRows(ctx, [...byHmac.values()]);
  return erased;
}

/** Tombstone of a line; none if it is incomplete, as a full disk can leave it. */
function readLine(line: string): Line[] {
  try {
    const read = Line.safeParse(JSON.parse(line));
    return read.success ? [read.data] : [];
  } catch {
    return []; // the text is no JSON
  }
}

interface Returned {
  readonly line: Line;
  find(tx: Tx, withTexts: boolean): Promise<ErasureSubject | null>;
}

/** Accounts, and then addresses, of the database for which there is a tombstone. */
async function findReturned(ctx: Context, byHmac: ReadonlyMap<string, Line>): Promise<Returned[]> {
  const people: { id: string }[] = await ctx.em.execute('select id from person where erased_at is null');
  const addresses = await readAddresses(ctx);
  const accounts = people.flatMap(({ id }): Returned[] => {
    const line = byHmac.get(hmacOf(ctx, 'ACCOUNT', id));
    return line === undefined ? [] : [{ line, find: (tx, withTexts) => findAccount(tx, id, withTexts) }];
  });
  const others = addresses.flatMap((email): Returned[] => {
    const line = byHmac.get(hmacOf(ctx, 'ADDRESS', hashAddress(ctx, email)));
    return line === undefined ? [] : [{ line, find: (tx, withTexts) => findAddress(tx, email, withTexts) }];
  });
  return [...accounts, ...others];
}

/** All e-mail addresses of people without an account. */
async function readAddresses({ em, secret }: Context): Promise<string[]> {
  const named: { email: string }[] = await em.execute(
    `select reporter_email as email from issue where reporter_email is not null
     union select email from issue_follower where email is not null`,
  );
  const locked: { id: string; address: string }[] = await em.execute(
    `select k.id, k.address from contact k join recipient r on r.id = k.recipient_id
     where k.channel = 'EMAIL' and k.address is not null and r.person_id is null and r.origin <> 'OFFICE'`,
  );
  const unlocked = locked.map(({ id, address }) => unlockText(secret, id, address));
  return [...new Set([...named.map(({ email }) => email), ...unlocked])];
}
