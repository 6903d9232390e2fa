import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { on, record, type Tx, write } from '../kernel/events.ts';
import { findMunicipalityNode } from '../municipality/municipality.service.ts';
import { recipientEnded } from '../recipient/recipient.events.ts';
import { AllStreetsFollow, StreetFollow } from './street.entity.ts';
import { allStreetsFollowed, allStreetsUnfollowed } from './street.events.ts';
import { canChooseMessages } from '../recipient/recipient.rules.ts';
import { mostFollowed } from './street.rules.ts';

export interface AllStreetsChoice {
  readonly municipalityId: string;
  readonly isFollowing: boolean;
  /** True: mails of disruptions, too. */
  readonly byEmail?: boolean | null;
}

/**
 * Sets whether the actor follows all streets of a town; idempotent. Returns the choice. Errors: UNAUTHENTICATED, FORBIDDEN,
 * NOT_FOUND, TOO_MANY_STREETS.
 */
export async function setAllStreetsFollow(
  ctx: Context,
  { municipalityId, isFollowing, byEmail }: AllStreetsChoice,
): Promise<boolean> {
  authorize(canChooseMessages(ctx.actor));
  if ((await findMunicipalityNode(ctx, municipalityId)) === null) throw new DomainError('NOT_FOUND');
  const recipientId = personId(ctx.actor) ?? '';
  await write(ctx, (tx) =>
    isFollowing
      ? addAllStreetsFollow(tx, recipientId, municipalityId, byEmail === true ? 'EMAIL' : null)
      : endAllStreetsFollows(tx, recipientId, municipalityId),
  );
  return isFollowing;
}

/** Whether the actor follows all streets of the town; null for visitors without an account and partners. */
export async function readOwnAllStreets(ctx: Context, municipalityId: string): Promise<boolean | null> {
  const recipientId = personId(ctx.actor);
  return recipientId === null ? null : followsAllStreets(ctx, recipientId, municipalityId);
}

/** Whether a recipient follows all streets of a town. */
export async function followsAllStreets(
  { em }: Context,
  recipientId: string,
  municipalityId: string,
): Promise<boolean> {
  return (await em.count(AllStreetsFollow, { recipient: recipientId, municipality: municipalityId })) > 0;
}

/** Whether a recipient follows a street of the town, or all of them. */
export async function followsStreets(ctx: Context, recipientId: string, municipalityId: string): Promise<boolean> {
  if (await followsAllStreets(ctx, recipientId, municipalityId)) return true;
  const ofTown = { recipient: recipientId, street: { municipality: municipalityId } };
  return (await ctx.em.count(StreetFollow, ofTown)) > 0;
}

/**
 * Makes a recipient follow all streets of a town; idempotent. Messages of disruptions then come by the channel, too; null: as
 * chosen before. A recipient without an account follows only streets of its own town. User errors: TOO_MANY_STREETS.
 */
export async function addAllStreetsFollow(
  tx: Tx,
  recipientId: string,
  municipalityId: string,
  channel: string | null,
): Promise<void> {
  const made = await tx.em.execute(addSql, [municipalityId, recipientId, municipalityId]);
  if (made.length === 0) return;
  if ((await tx.em.count(AllStreetsFollow, { recipient: recipientId })) > mostFollowed)
    throw refusal('TOO_MANY_STREETS', 'municipalityId');
  await record(tx, allStreetsFollowed({ municipalityId, recipientId, channel }));
}

/** The update changes nothing; it makes the statement return a row that was there before. */
const addSql = `
insert into all_streets_follow (municipality_id, recipient_id)
select ?::uuid, r.id from recipient r where r.id = ? and (r.person_id is not null or r.municipality_id = ?)
on conflict (municipality_id, recipient_id) do update set recipient_id = excluded.recipient_id
returning recipient_id`;

/** Ends that a recipient follows all streets of a town, or without a town of each town; idempotent. */
export async function endAllStreetsFollows(tx: Tx, recipientId: string, municipalityId?: string): Promise<void> {
  const where = { recipient: recipientId, ...(municipalityId !== undefined && { municipality: municipalityId }) };
  const ended = await tx.em.find(AllStreetsFollow, where, { refresh: true });
  for (const { municipality } of ended) {
    const gone = await tx.em.nativeDelete(AllStreetsFollow, { municipality: municipality.id, recipient: recipientId });
    if (gone === 0) continue; // ended at the same time by another request
    await record(tx, allStreetsUnfollowed({ municipalityId: municipality.id, recipientId }));
  }
}

/** SELECT of recipient_id of everybody who follows all streets of a town; `municipality` is the SQL expression of its id. */
export function followersOfAllStreetsSql(municipality: string): string {
  return `select y.recipient_id from all_streets_follow y where y.municipality_id = ${municipality}`;
}

/**
 * SELECT of (recipient_id, municipality_id, name) of the ties to towns by a street; `name` is that of the street, null: all
 * streets of the town.
 */
export const streetTiesSql = `
  select f.recipient_id, s.municipality_id, s.name from street s join street_follow f on f.street_id = s.id
  union all select y.recipient_id, y.municipality_id, null::text from all_streets_follow y`;

/** A recipient whom nothing reaches follows nothing. */
export const allStreetsListeners = [
  on(recipientEnded, (tx, { facts: { recipientId } }) => endAllStreetsFollows(tx, recipientId)),
];
