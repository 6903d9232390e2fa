import { type LimitedAudience, limitAudience } from '../group/group.audience.service.ts';
import type { JoinPolicy } from '../group/group.entity.ts';
import { groupReaderOf } from '../group/group.rules.ts';
import { groupReaderSql, readEnd } from '../group/group.standing.service.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { sharedStatement } from '../kernel/statement.ts';
import { canReadFeed, kindsFor } from './feed.rules.ts';

/**
 * Audience of a group's feed: "inside" for members, staff and admins with access, or "public", followed by the kinds of entries that the
 * actor may read, such as "public POST,POLL". Subscribers with equal audiences receive the same data.
 */
export type FeedAudience = `${'inside' | 'public'} ${string}`;

/**
 * Audience of the actor; one statement serves all subscriptions that start at the same time. Errors: FORBIDDEN,
 * NOT_FOUND if the actor may not read the group.
 */
export async function findAudience(ctx: Context, groupId: string): Promise<LimitedAudience<FeedAudience>> {
  const { actor, registry } = ctx;
  const row = await findStanding(ctx)({ groupId, personId: personId(actor) });
  if (row.municipalityId === null) throw new DomainError('NOT_FOUND');
  authorize(canReadFeed(actor, row.municipalityId, registry.feeds));
  const accessUntil = readEnd(row.accessUntil);
  const reader = groupReaderOf(actor, { ...row, municipalityId: row.municipalityId, accessUntil });
  if (reader === undefined) throw new DomainError('NOT_FOUND');
  const kinds = kindsFor(actor, row.municipalityId, registry.feeds).join();
  if (reader === 'ACCESS') return limitAudience(`inside ${kinds}`, accessUntil);
  return `${reader === 'INSIDE' ? 'inside' : 'public'} ${kinds}`;
}

/** Kinds that an audience may read. Errors: NOT_FOUND for a public audience if the group is not open any more. */
export function kindsOf({ registry }: Context, audience: string, isOpen: boolean): string[] {
  const [who, kinds = ''] = audience.split(' ');
  if (who !== 'inside' && !isOpen) throw new DomainError('NOT_FOUND');
  const allowed = kinds.split(',');
  return registry.feeds.map(({ kind }) => kind).filter((kind) => allowed.includes(kind));
}

interface Asked {
  readonly groupId: string;
  readonly personId: string | null;
}
interface StandingRow {
  readonly municipalityId: string | null;
  readonly joinPolicy: JoinPolicy;
  readonly isMember: boolean;
  /** End of the actor's access to the group, in milliseconds since 1970; null: none. */
  readonly accessUntil: number | null;
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
