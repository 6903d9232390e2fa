import { LockMode } from '@mikro-orm/core';
import { Person, Role } from '../../identity/identity.entity.ts';
import { strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { readEmail } from '../../kernel/email.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { planErasure } from '../erasure/privacy.erasure.service.ts';
import { findTown, makeLink } from '../export/privacy.export.service.ts';
import { dataHandedOut, erasureAskedAtCounter, type SeenDocument } from './privacy.counter.events.ts';
import { canServeAtCounter, counterRate } from './privacy.counter.rules.ts';

export interface CounterInput {
  readonly municipalityId: string;
  /** Address with which the person signs in. */
  readonly email: string;
  /** How the identity of the person was checked on the spot. */
  readonly seen: SeenDocument;
}

/**
 * Link to the export of a person who came to the counter. The link works once, in this session; the export holds the data of
 * this town and of the account. A mail notifies the person. Errors: UNAUTHENTICATED, FORBIDDEN, SIGN_IN_AGAIN,
 * RATE_LIMITED, NOT_FOUND (town), BAD_EMAIL, NOT_IN_TOWN, STAFF_THEMSELVES.
 */
export async function exportAtCounter(ctx: Context, input: CounterInput, locale: string): Promise<string> {
  const { actor } = ctx;
  const { municipalityId, seen } = input;
  const email = await admit(ctx, input);
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  const personId = await write(ctx, async (tx) => {
    const { id } = await requireCitizen(tx, municipalityId, email);
    await record(tx, dataHandedOut({ personId: id, municipalityId, seen }));
    return id;
  });
  return makeLink(ctx, { personId, email: null, isTownOnly: true, municipalityId, locale }, actor.sessionId);
}

/**
 * Plans the erasure of the account of a person who came to the counter, with the same 72 hours in which the mail undoes it.
 * Returns the planned time. Errors: as `exportAtCounter`.
 */
export async function eraseAtCounter(ctx: Context, input: CounterInput, withTexts: boolean): Promise<Date> {
  const { municipalityId, seen } = input;
  const email = await admit(ctx, input);
  return write(ctx, async (tx) => {
    const person = await requireCitizen(tx, municipalityId, email);
    await record(tx, erasureAskedAtCounter({ personId: person.id, municipalityId, seen }));
    return planErasure(tx, person, { municipalityId, withTexts });
  });
}

async function admit(ctx: Context, { municipalityId, email: given }: CounterInput): Promise<string> {
  authorize(canServeAtCounter(ctx.actor, municipalityId, ctx.now()));
  if (ctx.actor.kind === 'person') await ctx.limits.spend(counterRate, ctx.actor.id);
  await findTown(ctx, municipalityId);
  const email = readEmail(given);
  if (email === undefined) throw refusal('BAD_EMAIL', 'email');
  return email;
}

/** Account of a citizen of the town, locked; the account must not be about to be erased. */
async function requireCitizen(tx: Tx, municipalityId: string, email: string): Promise<Person> {
  const options = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
  const person = await tx.em.findOne(Person, { email, erasedAt: null, erasesAt: null }, options);
  const known: unknown[] =
    person === null
      ? []
      : await tx.em.execute(inTownSql, Array.from({ length: 4 }, () => [person.id, municipalityId]).flat());
  if (person === null || known.length === 0) throw refusal('NOT_IN_TOWN', 'email');
  if ((await tx.em.count(Role, { person: person.id })) > 0) throw refusal('STAFF_THEMSELVES', 'email');
  return person;
}

/** Whether the account belongs to the town: as a member of its groups, or by a proof, a report or an idea. */
const inTownSql = `
select 1 from membership m join "group" g on g.id = m.group_id where m.person_id = ? and g.municipality_id = ?
union all select 1 from residence_proof where person_id = ? and municipality_id = ?
union all select 1 from issue where reporter_id = ? and municipality_id = ?
union all select 1 from idea where author_id = ? and municipality_id = ?
limit 1`;
