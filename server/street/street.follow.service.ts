import type { Context } from '../kernel/context.ts';
import { authorize, refusal } from '../kernel/errors.ts';
import { on, record, type Tx, write } from '../kernel/events.ts';
import { personId } from '../kernel/actor.ts';
import { batchedRead } from '../kernel/rows.ts';
import { recipientEnded } from '../recipient/recipient.events.ts';
import { StreetFollow, type StreetRow } from './street.entity.ts';
import { streetFollowed, streetUnfollowed, wasteReminderChosen } from './street.events.ts';
import { type House, houseText, readHouseInput } from './street.number.rules.ts';
import { canChooseMessages } from '../recipient/recipient.rules.ts';
import { canReadStreets, mostFollowed } from './street.rules.ts';
import { streetById } from './street.service.ts';

/** Street that a recipient follows. */
export interface FollowedStreet {
  readonly street: StreetRow;
  /** House such as "12a"; null: the whole street. */
  readonly houseNumber: string | null;
  /** Whether the recipient wants to be reminded of the bins of the address. */
  readonly remindsOfWaste: boolean;
}

/** Street that somebody wants to follow. */
export interface StreetWish {
  readonly streetId: string;
  /** Null: the whole street. */
  readonly house: House | null;
  /** Whether the recipient wants to be reminded of the bins of the address; absent: as chosen before. */
  readonly remindsOfWaste?: boolean | undefined;
}

export interface FollowStreetInput {
  readonly streetId: string;
  readonly houseNumber?: string | null;
  /** True: mails of disruptions and bins, too. */
  readonly byEmail?: boolean | null;
  /** Whether to remind of the bins of the address; null: as chosen before. */
  readonly remindsOfWaste?: boolean | null;
}

/**
 * Makes the actor follow a street, or changes the house. Returns all streets of the town that the actor follows. Errors:
 * UNAUTHENTICATED, FORBIDDEN, UNKNOWN_STREET, BAD_HOUSE_NUMBER, TOO_MANY_STREETS.
 */
export async function followStreet(
  ctx: Context,
  { streetId, houseNumber, byEmail, remindsOfWaste }: FollowStreetInput,
): Promise<FollowedStreet[]> {
  authorize(canChooseMessages(ctx.actor));
  const house = readHouseInput(houseNumber, 'houseNumber');
  const street = await requireStreet(ctx, streetId);
  const recipientId = personId(ctx.actor) ?? '';
  return write(ctx, async (tx) => {
    await addFollows(
      tx,
      recipientId,
      [{ streetId, house, remindsOfWaste: remindsOfWaste ?? undefined }],
      byEmail === true ? 'EMAIL' : null,
    );
    return listFollowedStreets(tx, recipientId, street.municipality.id);
  });
}

/** Ends that the actor follows a street; idempotent. Errors: UNAUTHENTICATED, FORBIDDEN, UNKNOWN_STREET. */
export async function unfollowStreet(ctx: Context, streetId: string): Promise<FollowedStreet[]> {
  authorize(canChooseMessages(ctx.actor));
  const street = await requireStreet(ctx, streetId);
  const recipientId = personId(ctx.actor) ?? '';
  return write(ctx, async (tx) => {
    await endStreetFollows(tx, recipientId, streetId);
    return listFollowedStreets(tx, recipientId, street.municipality.id);
  });
}

async function requireStreet(ctx: Context, streetId: string): Promise<StreetRow> {
  const street = await streetById(ctx, streetId);
  if (street === null || !canReadStreets(ctx.actor, street.municipality.id).allow)
    throw refusal('UNKNOWN_STREET', 'streetId');
  return street;
}

/** Streets of the town that the actor follows; null for visitors without an account and partners. */
export async function listOwnStreets(ctx: Context, municipalityId: string): Promise<FollowedStreet[] | null> {
  const recipientId = personId(ctx.actor);
  return recipientId === null ? null : listFollowedStreets(ctx, recipientId, municipalityId);
}

/** Streets of a town that a recipient follows, by name. */
export async function listFollowedStreets(
  { em }: Context,
  recipientId: string,
  municipalityId: string,
): Promise<FollowedStreet[]> {
  const follows = await em.find(
    StreetFollow,
    { recipient: recipientId, street: { municipality: municipalityId } },
    { populate: ['street'], orderBy: { street: { key: 'asc', district: 'asc' } }, refresh: true },
  );
  return follows.map(({ street, houseNumber, houseSuffix, remindsOfWaste }) => ({
    street: street.getEntity(),
    houseNumber: houseText(houseNumber, houseSuffix),
    remindsOfWaste,
  }));
}

/**
 * Makes a recipient follow streets, or changes their houses; idempotent. Messages of disruptions then come by the channel,
 * too; null: as chosen before. Streets of other towns than that of a recipient without an account are left out. User errors:
 * TOO_MANY_STREETS.
 */
export async function addFollows(
  tx: Tx,
  recipientId: string,
  wishes: readonly StreetWish[],
  channel: string | null,
): Promise<void> {
  const rows = wishes.map(({ streetId, house, remindsOfWaste }) => ({
    id: streetId,
    n: house?.number,
    s: house?.suffix ?? '',
    w: remindsOfWaste,
  }));
  const made: { streetId: string; municipalityId: string; remindsOfWaste: boolean }[] = await tx.em.execute(addSql, [
    JSON.stringify(rows),
    recipientId,
  ]);
  if ((await tx.em.count(StreetFollow, { recipient: recipientId })) > mostFollowed)
    throw refusal('TOO_MANY_STREETS', 'streetId');
  for (const { remindsOfWaste, ...facts } of made) {
    await record(tx, streetFollowed({ ...facts, recipientId, channel }));
    if (remindsOfWaste) await record(tx, wasteReminderChosen({ ...facts, recipientId, channel }));
  }
}

const addSql = `
with wish as (select distinct on (id) * from json_to_recordset(?::json) as w(id uuid, n int, s text, w boolean)),
made as (
  insert into street_follow (street_id, recipient_id, house_number, house_suffix, reminds_of_waste)
  select t.id, r.id, w.n, w.s, coalesce(w.w, false) from wish w join street t on t.id = w.id
  join recipient r on r.id = ? and (r.person_id is not null or r.municipality_id = t.municipality_id)
  on conflict (street_id, recipient_id) do update
    set house_number = excluded.house_number, house_suffix = excluded.house_suffix,
      reminds_of_waste = coalesce((select w.w from wish w where w.id = excluded.street_id), street_follow.reminds_of_waste)
  returning street_id, reminds_of_waste)
select t.id as "streetId", t.municipality_id as "municipalityId", m.reminds_of_waste as "remindsOfWaste" from made m join street t on t.id = m.street_id`;

/**
 * Sets whether the actor is reminded of the bins of a followed street; a channel that is chosen with it is kept. Returns all
 * streets of the town that the actor follows. Errors: UNAUTHENTICATED, FORBIDDEN, UNKNOWN_STREET also for a street that is not
 * followed.
 */
export async function setReminder(
  ctx: Context,
  { streetId, isOn, byEmail }: { readonly streetId: string; readonly isOn: boolean; readonly byEmail?: boolean | null },
): Promise<FollowedStreet[]> {
  authorize(canChooseMessages(ctx.actor));
  const street = await requireStreet(ctx, streetId);
  const recipientId = personId(ctx.actor) ?? '';
  return write(ctx, async (tx) => {
    await setReminderOf(tx, { recipientId, streetId, isOn, channel: byEmail === true ? 'EMAIL' : null });
    return listFollowedStreets(tx, recipientId, street.municipality.id);
  });
}

/** Sets whether a recipient is reminded of the bins of a street that it follows. User errors: UNKNOWN_STREET. */
export async function setReminderOf(
  tx: Tx,
  wish: {
    readonly recipientId: string;
    readonly streetId: string;
    readonly isOn: boolean;
    /** Channel that is chosen with the reminder; null: as chosen before. */
    readonly channel: string | null;
  },
): Promise<void> {
  const { recipientId, streetId, isOn, channel } = wish;
  const follow = await tx.em.findOne(
    StreetFollow,
    { recipient: recipientId, street: streetId },
    { populate: ['street'], refresh: true },
  );
  if (follow === null) throw refusal('UNKNOWN_STREET', 'streetId');
  follow.remindsOfWaste = isOn;
  await tx.em.flush();
  const municipalityId = follow.street.getEntity().municipality.id;
  if (isOn) await record(tx, wasteReminderChosen({ streetId, municipalityId, recipientId, channel }));
}

/** Ends that a recipient follows a street, or without a street all of them; idempotent. */
export async function endStreetFollows(tx: Tx, recipientId: string, streetId?: string): Promise<void> {
  const where = { recipient: recipientId, ...(streetId !== undefined && { street: streetId }) };
  const ended = await tx.em.find(StreetFollow, where, { populate: ['street'], refresh: true });
  for (const { street } of ended) {
    const gone = await tx.em.nativeDelete(StreetFollow, { street: street.id, recipient: recipientId });
    if (gone === 0) continue; // ended at the same time by another request
    const municipalityId = street.getEntity().municipality.id;
    await record(tx, streetUnfollowed({ streetId: street.id, municipalityId, recipientId }));
  }
}

/** A recipient whom nothing reaches follows nothing. */
export const streetListeners = [
  on(recipientEnded, (tx, { facts: { recipientId } }) => endStreetFollows(tx, recipientId)),
];

/** Address of a street with the parts of the house; null: the whole street. */
interface StreetAddress {
  readonly streetId: string;
  readonly number: number | null;
  readonly suffix: string;
}

/** Addresses of the streets of a town that a recipient follows. One statement reads those of all requests. */
export function listStreetAddresses(
  ctx: Context,
  recipientId: string,
  municipalityId: string,
): Promise<readonly StreetAddress[]> {
  return addressesOf(ctx, { recipientId, municipalityId });
}

interface AskedAddresses {
  readonly recipientId: string;
  readonly municipalityId: string;
}

const addressesOf = batchedRead(async ({ em }: Pick<Context, 'em'>, asked: readonly AskedAddresses[]) => {
  const rows: (StreetAddress & { readonly n: number })[] = await em.execute(
    `select a.n, f.street_id as "streetId", f.house_number as number, f.house_suffix as suffix
     from json_to_recordset(?::json) as a(n int, "recipientId" uuid, "municipalityId" uuid)
     join street_follow f on f.recipient_id = a."recipientId"
     join street t on t.id = f.street_id and t.municipality_id = a."municipalityId"`,
    [JSON.stringify(asked.map((one, n) => ({ ...one, n })))],
  );
  const byAsked = Map.groupBy(rows, ({ n }) => n);
  return asked.map((_, n) => byAsked.get(n) ?? []);
});
