import type { Context } from '../../kernel/context.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { hashAddress } from '../../recipient/recipient.service.ts';
import { findAccount } from '../erasure/privacy.subject.service.ts';

export type ConsentState = 'VALID' | 'REPLACED' | 'WITHDRAWN' | 'UNCONFIRMED';

/** Answer of a person to the question which messages a town may send, as the person sees it. */
export interface OwnConsent {
  readonly municipality: Municipality;
  readonly choice: string;
  readonly wording: number;
  readonly groups: readonly string[];
  /** Addresses in words. */
  readonly streets: readonly string[];
  readonly allStreets: boolean;
  readonly givenAt: Date;
  readonly confirmedAt: Date | null;
  readonly state: ConsentState;
}

interface Row extends Omit<OwnConsent, 'municipality' | 'givenAt' | 'confirmedAt'> {
  readonly town: string;
  readonly givenAt: string;
  readonly confirmedAt: string | null;
}

/** Most consents that are listed; the newest are listed. */
const mostConsents = 100;

/**
 * Consents of the actor's account, and of its address before it became one, the newest first; empty if the actor is not a
 * person.
 */
export async function listConsents(ctx: Context): Promise<OwnConsent[]> {
  const { actor, em } = ctx;
  const own = actor.kind === 'person' ? await findAccount(ctx, actor.id, false) : null;
  if (own === null) return [];
  const rows: Row[] = await em.execute(listSql, [
    JSON.stringify(own.recipientIds),
    JSON.stringify(own.emails.map((email) => hashAddress(ctx, email))),
  ]);
  const towns = await em.find(Municipality, { id: { $in: rows.map(({ town }) => town) } });
  return rows.flatMap(({ town, givenAt, confirmedAt, ...row }) => {
    const municipality = towns.find(({ id }) => id === town);
    if (municipality === undefined) return [];
    const confirmed = confirmedAt === null ? null : new Date(confirmedAt);
    return [{ ...row, municipality, givenAt: new Date(givenAt), confirmedAt: confirmed }];
  });
}

/**
 * With an account the newest answer for a town counts, and mails that were switched off since then withdraw it. Without one
 * an answer lasts while the address or the device is there and something is followed or, for events, answered.
 */
const listSql = `
select q.municipality_id as town, q.choice, q.wording, q.at as "givenAt", q.confirmed_at as "confirmedAt",
  coalesce((select json_agg(g.name order by g.name) from "group" g where g.id = any(q.group_ids)), '[]') as groups,
  coalesce((select json_agg(s->>'name') from jsonb_array_elements(
    case jsonb_typeof(q.streets) when 'array' then q.streets else '[]' end) s), '[]') as streets,
  q.all_streets as "allStreets",
  case
    when r.person_id is null and q.choice in ('EMAIL', 'ADDRESS', 'EVENT') and q.confirmed_at is null then 'UNCONFIRMED'
    when r.person_id is null and (
      not exists (select from contact k where k.recipient_id = r.id and k.verified_at is not null
        and (q.address_hash in ('', k.address_hash)))
      or not exists (select from group_follow f where f.recipient_id = r.id)
        and not exists (select from street_follow f where f.recipient_id = r.id)
        and not exists (select from all_streets_follow f where f.recipient_id = r.id)
        and not (q.choice = 'EVENT' and exists (select from attendance t where t.recipient_id = r.id))) then 'WITHDRAWN'
    when r.person_id is not null and exists (select from consent n where n.recipient_id = q.recipient_id
      and n.municipality_id = q.municipality_id and n.id > q.id) then 'REPLACED'
    when r.person_id is not null and q.choice <> 'APP_ONLY' and not exists (
      select from preference f left join "group" g on g.id = f.group_id
      where f.recipient_id = r.id and f.channel = 'EMAIL' and f.mode <> 'OFF'
        and (g.id is null or g.municipality_id = q.municipality_id)) then 'WITHDRAWN'
    else 'VALID'
  end as state
from consent q join recipient r on r.id = q.recipient_id
where q.recipient_id in (select value::uuid from json_array_elements_text(?::json))
  or q.address_hash in (select value from json_array_elements_text(?::json))
order by q.id desc limit ${mostConsents}`;
