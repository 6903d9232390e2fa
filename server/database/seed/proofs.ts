import { v7 } from 'uuid';
import type { Person } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { write } from '../../kernel/events.ts';
import { monthsAfter } from '../../residence/residence.rules.ts';

/** Maximum number of citizens with a proof of residence; the first citizen is one of them. */
const provenMost = 160;

/** Adds proofs of residence by letter, in one statement. */
export function seedProofs(ctx: Context, townId: string, citizens: readonly Person[]): Promise<void> {
  const proven = citizens.slice(0, provenMost).map(({ id: person }) => ({ id: v7(), person }));
  const provenAt = ctx.now();
  const validUntil = monthsAfter(ctx.now(), ctx.config.proofMonths);
  return write(ctx, async (tx) => {
    await tx.em.execute(proofsSql, [townId, provenAt, validUntil, JSON.stringify(proven)]);
  });
}

const proofsSql = `
insert into residence_proof (id, municipality_id, person_id, method, proven_at, valid_until)
select p.id, g.town, p.person, 'LETTER', g.proven_at, g.valid_until
from (select ?::uuid as town, ?::timestamptz as proven_at, ?::timestamptz as valid_until) g
cross join json_to_recordset(?::json) as p(id uuid, person uuid)`;
