import { v7 } from 'uuid';
import { personRegistered } from '../identity/identity.events.ts';
import type { Context } from '../kernel/context.ts';
import { on, type Tx } from '../kernel/events.ts';
import { hmacText, lockText, unlockText } from '../kernel/secrets.ts';
import { giveEmergencies } from './recipient.emergency.service.ts';
import { Consent, type ConsentStreet } from './recipient.entity.ts';

/** Makes the recipients of new accounts, with an inbox and the address of the account; known ones stay as they are. */
export async function addAccounts(ctx: Pick<Context, 'em' | 'secret'>, personIds: readonly string[]): Promise<void> {
  const people: { id: string; email: string }[] = await ctx.em.execute(
    'select id, email from person where id in (select value::uuid from json_array_elements_text(?::json))',
    [JSON.stringify(personIds)],
  );
  const rows = people.map(({ id, email }) => ({ id, hash: hashAddress(ctx, email) }));
  await ctx.em.execute(addSql, [JSON.stringify(rows)]);
}

const addSql = `
with account as (select * from json_to_recordset(?::json) as a(id uuid, hash text)),
made as (insert into recipient (id, person_id, origin) select id, id, 'ACCOUNT' from account on conflict do nothing returning id)
insert into contact (id, recipient_id, channel, address_hash, verified_at)
select gen_random_uuid(), m.id, c.channel, case c.channel when 'EMAIL' then a.hash else '' end, now()
from made m join account a on a.id = m.id cross join (values ('INBOX'), ('EMAIL')) as c (channel)`;

/** Keyed hash by which contacts and suppressions of an address are found. */
export function hashAddress({ secret }: Pick<Context, 'secret'>, address: string): string {
  return hmacText(secret, address);
}

/** A new account gets a recipient, and the emergencies of the town on whose page it was made. */
export const recipientListeners = [
  on(personRegistered, async (tx, { facts: { personId, municipalityId } }) => {
    await addAccounts(tx, [personId]);
    if (municipalityId !== undefined) await giveEmergencies(tx, personId, municipalityId);
  }),
];

/**
/** Columns of the contacts in the statements below. */
const contactColumns = 'k.id, k.recipient_id, k.channel, k.for_emergencies, r.only_emergencies';

/**
 * SELECT of the contacts (id, recipient_id, channel, for_emergencies) that messages reach: those whose recipients proved
 * to receive messages there, whose address is not suppressed, and whose account is not about to be erased, which leaves the
 * inbox; and whether these recipients want nothing but emergency
 * messages (only_emergencies).
 */
export const reachableContactsSql = `
  select ${contactColumns} from contact k join recipient r on r.id = k.recipient_id where ${isReachable()}`;

/** SELECT of all other contacts: they get nothing but messages by which their owner verifies them. */
export const unverifiedContactsSql = `
  select ${contactColumns} from contact k join recipient r on r.id = k.recipient_id where not (${isReachable()})`;

function isReachable(): string {
  return `k.verified_at is not null and not exists (
    select from suppression s where s.channel = k.channel and s.address_hash = k.address_hash) and (
    k.channel = 'INBOX' or not exists (select from person p where p.id = r.person_id and p.erases_at is not null))`;
}

/** SELECT of the contacts (id) that are ticked as substitutes. */
export const substitutesSql = 'select id from contact where as_substitute';

/** SELECT of the quiet hours (id, time_zone, quiet_from, quiet_to) of recipients. */
export const quietHoursSql = 'select id, time_zone, quiet_from, quiet_to from recipient';

/** SELECT of the recipients (id) that are other offices. */
export const officesSql = `select id from recipient where origin = 'OFFICE'`;

/** SELECT of the recipient of a contact as an audience of a message. */
export function ownerSql(contactId: string): string {
  return `select k.recipient_id, null::uuid as group_id from contact k where k.id = ${contactId}`;
}

/** Address of a contact, and language of its recipient. */
export interface Addressee {
  readonly address: string;
  readonly locale: string;
  /** Version of the links to the choices of a recipient without an account; null: none. */
  readonly linkVersion: number | null;
}

interface AddresseeRow {
  readonly id: string;
  readonly locked: string | null;
  readonly email: string | null;
  readonly locale: string | null;
  readonly linkVersion: number | null;
}

/** Addressees by contact. The address and the language of an account stand in Person. */
export async function findAddressees(
  { em, secret }: Context,
  contactIds: readonly string[],
): Promise<ReadonlyMap<string, Addressee>> {
  const rows: AddresseeRow[] = await em.execute(
    `select k.id, k.address as locked, p.email, coalesce(r.locale, p.locale) as locale,
       case when r.origin in ('LINK', 'REPORT') then r.link_version end as "linkVersion"
     from contact k join recipient r on r.id = k.recipient_id left join person p on p.id = r.person_id
     where k.id in (select value::uuid from json_array_elements_text(?::json))`,
    [JSON.stringify(contactIds)],
  );
  const addressOf = ({ id, locked, email }: AddresseeRow): string =>
    locked === null ? (email ?? '') : unlockText(secret, id, locked);
  return new Map(
    rows.map((row) => [row.id, { address: addressOf(row), locale: row.locale ?? 'de', linkVersion: row.linkVersion }]),
  );
}

/** Languages by recipient. */
export async function findLocales({ em }: Context, recipientIds: readonly string[]): Promise<Map<string, string>> {
  const rows: { id: string; locale: string | null }[] = await em.execute(
    `select r.id, coalesce(r.locale, p.locale) as locale from recipient r left join person p on p.id = r.person_id
     where r.id in (select value::uuid from json_array_elements_text(?::json))`,
    [JSON.stringify([...new Set(recipientIds)])],
  );
  return new Map(rows.map(({ id, locale }) => [id, locale ?? 'de']));
}

/** Answer to the question which messages a town may send. */
export interface ConsentInput {
  readonly recipientId: string;
  readonly municipalityId: string;
  readonly choice: string;
  /** Version of the question's wording. */
  readonly wording: number;
  readonly locale: string;
  /** Groups that the answer names; absent: none. */
  readonly groupIds?: readonly string[];
  /** Streets that the answer names; absent: none. */
  readonly streets?: readonly ConsentStreet[];
  /** Whether the answer names all streets of the town; absent: no. */
  readonly allStreets?: boolean;
  /** Keyed hash of the address for which the answer is given; absent: an account or a device. */
  readonly addressHash?: string;
}

/** Keeps the answer as a proof, with the moment and the encrypted IP address; returns its id. */
export async function keepConsent(tx: Tx, input: ConsentInput): Promise<string> {
  const {
    recipientId,
    municipalityId,
    choice,
    wording,
    locale,
    groupIds = null,
    streets = null,
    allStreets = false,
    addressHash = '',
  } = input;
  const id = v7();
  const ip = tx.caller === undefined ? null : lockText(tx.secret, id, tx.caller.address);
  const about = { recipient: recipientId, municipality: municipalityId, groupIds: groupIds && [...groupIds] };
  const row = { id, ...about, streets, allStreets, choice, wording, locale, ip, at: tx.now(), addressHash };
  await tx.em.persist(tx.em.create(Consent, row)).flush();
  return id;
}

/** Newest answer of a recipient for a town; null: not answered yet. */
export async function findConsent(
  { em }: Context,
  recipientId: string,
  municipalityId: string,
): Promise<Consent | null> {
  const where = { recipient: recipientId, municipality: municipalityId };
  return em.findOne(Consent, where, { orderBy: { id: 'desc' }, refresh: true });
}

/** Notes that messages were accepted for contacts, and forgets refusals. */
export async function markUsed({ em }: Context, contactIds: readonly string[]): Promise<void> {
  await em.execute(usedSql, [JSON.stringify(contactIds)]);
}

const usedSql = `
update contact set last_used_at = now(), refusals = 0, refused_since = null
where id in (select value::uuid from json_array_elements_text(?::json))
  and (refusals > 0 or last_used_at is null or last_used_at < now() - interval '1 hour')`;

/**
 * Counts a refusal of a message for a contact. True: it was refused for `days` and `tries` times without a success in
 * between, so the contact shall end.
 */
export async function noteRefusal(
  { em }: Context,
  contactId: string,
  { days, tries }: { readonly days: number; readonly tries: number },
): Promise<boolean> {
  const rows: { isOver: boolean }[] = await em.execute(
    `update contact set refusals = refusals + 1, refused_since = coalesce(refused_since, now()) where id = ?
     returning refusals >= ? and refused_since <= now() - make_interval(days => ?) as "isOver"`,
    [contactId, tries, days],
  );
  return rows[0]?.isOver === true;
}
