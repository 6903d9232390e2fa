import { type Actor, isStaff, personId } from '../kernel/actor.ts';
import { groupReaderSql } from '../group/group.standing.service.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { sharedStatement } from '../kernel/statement.ts';
import { canReadFeed, kindsFor } from './feed.rules.ts';

/**
 * Audience of a group's feed: "inside" for members and staff, or "public", followed by the kinds of entries that the
 * actor may read, such as "public POST,POLL". Subscribers with equal audiences receive the same data.
 */
export type FeedAudience = `${'inside' | 'public'} ${string}`;

/**
 * Audience of the actor; one statement serves all subscriptions that start at the same time. Errors: FORBIDDEN,
 * NOT_FOUND if the actor may not read the group.
 */
export async function readAudience(ctx: Context, groupId: string): Promise<FeedAudience> {
  const { actor, registry } = ctx;
  const row = await findStanding(ctx)({ groupId, personId: personId(actor) });
  if (row.municipalityId === null) throw new DomainError('NOT_FOUND');
  authorize(canReadFeed(actor, row.municipalityId, registry.feeds));
  const isInside = row.isMember || isInTownHall(actor, row.municipalityId);
  if (!isInside && !row.isOpen) throw new DomainError('NOT_FOUND');
  return `${isInside ? 'inside' : 'public'} ${kindsFor(actor, row.municipalityId, registry.feeds).join()}`;
}

/** Kinds that an audience may read. Errors: NOT_FOUND for a public audience if the group is not open any more. */
export function kindsOf({ registry }: Context, audience: FeedAudience, isOpen: boolean): string[] {
  const [who, kinds = ''] = audience.split(' ');
  if (who !== 'inside' && !isOpen) throw new DomainError('NOT_FOUND');
  const allowed = kinds.split(',');
  return registry.feeds.map(({ kind }) => kind).filter((kind) => allowed.includes(kind));
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

const findStanding = sharedStatement<Asked, StandingRow, StandingRow>({
  name: 'feed standing',
  ask: (asked, n) => ({ ...asked, n }),
  answer: (rows) => rows,
  sql: `
select s.*
from json_to_recordset(?::json) as a(n int, "groupId" uuid, "personId" uuid)
left join lateral (${groupReaderSql('a."groupId"', 'a."personId"')}) s on true
order by a.n`,
});
