import { type Actor, isStaff, personId } from '../kernel/actor.ts';
import { batched } from '../kernel/batch.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import type { Bus } from '../kernel/live/hint.ts';
import { type FeedKind, feedKinds } from './feed.entity.ts';
import { canReadFeed, kindsFor } from './feed.rules.ts';

/**
 * Everybody of one audience may see the same of a group's feed: whoever belongs there, or the public, a partner only
 * the kinds its scopes name. "public POST,POLL"
 */
export type FeedAudience = `${'inside' | 'public'} ${string}`;

/** Whose feed this is for; NOT_FOUND for those it is not for. One query for all streams that open at once. */
export async function readAudience(ctx: Context, groupId: string): Promise<FeedAudience> {
  const { actor } = ctx;
  const row = await standingReader(ctx)({ groupId, personId: personId(actor) });
  if (row.municipalityId === null) throw new DomainError('NOT_FOUND');
  authorize(canReadFeed(actor, row.municipalityId));
  const isInside = row.isMember || isInTownHall(actor, row.municipalityId);
  if (!isInside && !row.isOpen) throw new DomainError('NOT_FOUND');
  return `${isInside ? 'inside' : 'public'} ${kindsFor(actor, row.municipalityId).join()}`;
}

/** Whether an audience may go on reading a group, and which kinds: a group may have been closed since it came. */
export function kindsOf(audience: FeedAudience, isOpen: boolean): FeedKind[] {
  const [who, kinds = ''] = audience.split(' ');
  if (who !== 'inside' && !isOpen) throw new DomainError('NOT_FOUND');
  return feedKinds.filter((kind) => kinds.split(',').includes(kind));
}

function isInTownHall(actor: Actor, municipalityId: string): boolean {
  return actor.kind === 'system' || isStaff(actor, municipalityId);
}

interface Asked {
  readonly groupId: string;
  readonly personId: string | null;
}
interface StandingRow {
  readonly municipalityId: string | null;
  readonly isOpen: boolean;
  readonly isMember: boolean;
}

const readers = new WeakMap<Bus, (asked: Asked) => Promise<StandingRow>>();

function standingReader({ em, bus }: Context): (asked: Asked) => Promise<StandingRow> {
  const known = readers.get(bus);
  if (known !== undefined) return known;
  const connection = em.getConnection();
  const reader = batched((asked: Asked[]): Promise<StandingRow[]> =>
    connection.execute(standingSql, [JSON.stringify(asked.map((one, n) => ({ ...one, n })))]),
  );
  readers.set(bus, reader);
  return reader;
}

const standingSql = `
select g.municipality_id as "municipalityId", g.join_policy = 'OPEN' as "isOpen", m.person_id is not null as "isMember"
from json_to_recordset(?::json) as a(n int, "groupId" uuid, "personId" uuid)
left join "group" g on g.id = a."groupId"
left join membership m on m.group_id = g.id and m.person_id = a."personId"
order by a.n`;
