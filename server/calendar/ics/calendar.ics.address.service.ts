import { v7 } from 'uuid';
import { type Person, strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { DomainError } from '../../kernel/errors.ts';
import { record, write } from '../../kernel/events.ts';
import { hashToken, newToken } from '../../kernel/secrets.ts';
import { CalendarAddress } from './calendar.ics.entity.ts';
import { calendarAddressMade, calendarAddressRevoked } from './calendar.ics.events.ts';

/** Rate limit per person: 20 addresses in an hour. */
const makeRate = { name: 'makeCalendarAddress', points: 20, seconds: 3600 } as const;

/**
 * Makes the address of the actor's own calendar file and returns it; it cannot be read again. An earlier address stops working. Errors:
 * UNAUTHENTICATED, FORBIDDEN, the rate limit.
 */
export async function makeAddress(ctx: Context): Promise<string> {
  const { id: personId } = personIn(ctx);
  await ctx.limits.spend(makeRate, personId);
  const token = newToken();
  await write(ctx, async (tx) => {
    await tx.em.execute(
      `insert into calendar_address (id, person_id, token_hash, created_at) values (?, ?, ?, ?)
       on conflict (person_id) do update set token_hash = excluded.token_hash, created_at = excluded.created_at`,
      [v7(), personId, hashToken(token), tx.now()],
    );
    await record(tx, calendarAddressMade({ personId }));
  });
  return `${ctx.publicUrl()}/calendar/mine/${token}.ics`;
}

/** Ends the address of the actor's own calendar file; without one nothing changes. Errors: UNAUTHENTICATED, FORBIDDEN. */
export function revokeAddress(ctx: Context): Promise<void> {
  return write(ctx, async (tx) => {
    const { id: personId } = personIn(tx);
    const ended = await tx.em.nativeDelete(CalendarAddress, { person: personId });
    if (ended > 0) await record(tx, calendarAddressRevoked({ personId }));
  });
}

/** When the address of the actor's own calendar file was made; null: there is none. */
export async function addressSince({ em, actor }: Context): Promise<Date | null> {
  if (actor.kind !== 'person') return null;
  return (await em.findOne(CalendarAddress, { person: actor.id }))?.createdAt ?? null;
}

/** Person to whom a token belongs, and the person's language. */
export interface Owner {
  readonly personId: string;
  readonly locale: string;
}

/** Owner of an address. Errors: NOT_FOUND. */
export async function ownerOf({ em }: Context, token: string): Promise<Owner> {
  const [owner]: Owner[] = await em.execute(
    `select p.id as "personId", p.locale from calendar_address a join person p on p.id = a.person_id
     where a.token_hash = ? and p.erases_at is null`,
    [hashToken(token)],
  );
  if (owner === undefined) throw new DomainError('NOT_FOUND');
  return owner;
}

function personIn({ actor }: Context): Person {
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  return actor;
}
