import { dateTiesSql } from '../calendar/calendar.attending.service.ts';
import { groupTiesSql } from '../group/follow/group.follow.service.ts';
import { staffRolesSql, staffTiesSql } from '../identity/identity.person.service.ts';
import type { Context } from '../kernel/context.ts';
import {
  consentTiesSql,
  contactTiesSql,
  emergencyChoicesSql,
  givenTiesSql,
} from '../recipient/recipient.emergency.service.ts';
import { residenceTiesSql } from '../residence/residence.proof.service.ts';
import { followersOfAllStreetsSql, streetTiesSql } from '../street/street.allStreets.service.ts';
import { followersOfSpansSql } from '../street/street.service.ts';
import type { IncidentRow, StreetSpan } from './alert.entity.ts';

/* Audiences of messages: SQL over the row `m` of table message, whose subject is the incident. */

/** Ties of a recipient to a town, each of which lets its warnings reach the recipient: SELECT of each kind. */
const tieSources = {
  GROUP: groupTiesSql,
  STREET: streetTiesSql,
  RESIDENCE: residenceTiesSql,
  EVENT: dateTiesSql,
  CONSENT: consentTiesSql,
  STAFF: staffTiesSql,
  CONTACT: contactTiesSql,
  GIVEN: givenTiesSql,
} as const;
export type Tie = keyof typeof tieSources;

/**
 * SELECT of all ties (recipient_id, municipality_id, name, tie); `name` says to what in the town, null: to the town itself.
 * A condition on the recipient or the town reaches the index of each tie.
 */
export const tiesSql = Object.entries(tieSources)
  .map(([tie, source]) => `select t.recipient_id, t.municipality_id, t.name, '${tie}' as tie from (${source}) t`)
  .join('\nunion all ');

/** SELECT of the ties (recipient_id, tie) to a town; `town` is the SQL expression of its id. */
export function townTiesSql(town: string): string {
  return `select t.recipient_id, t.tie from (${tiesSql}) t where t.municipality_id = ${town}`;
}

/** Everybody with a tie to the town, except those who have ended its emergencies. */
export const warnedSql = `
  select distinct t.recipient_id, null::uuid as group_id from (${townTiesSql('m.municipality_id')}) t
  where not exists (select from (${emergencyChoicesSql}) c
    where c.recipient_id = t.recipient_id and c.municipality_id = m.municipality_id and c.state = 'ENDED')`;

/** People who work in the town hall. */
const staffSql = `
  select distinct s.person_id as recipient_id, null::uuid as group_id from (${staffRolesSql('m.municipality_id')}) s`;

/** Everybody, for a drill of the town hall its staff. */
export const drillSql = `
  select d.recipient_id, d.group_id from incident i cross join lateral (${warnedSql}) d
    where i.id = m.subject_id and i.audience = 'PUBLIC'
  union all select d.recipient_id, d.group_id from incident i cross join lateral (${staffSql}) d
    where i.id = m.subject_id and i.audience = 'STAFF'`;

/** Columns of the spans of an alert in JSON. */
const spanColumns = `(s->>'streetId')::uuid as street_id, s->>'from' as from_number, s->>'to' as to_number, s->>'side' as side`;

/**
 * Recipients who follow one of the spans or all streets of the town, each once. `municipality` is the SQL expression of its id,
 * `spans` that of a JSON array as in the content of an alert.
 */
export function disruptionFollowersSql(municipality: string, spans: string): string {
  return `${followersOfSpansSql(`select ${spanColumns} from jsonb_array_elements(${spans}) s`)}
    union ${followersOfAllStreetsSql(municipality)}`;
}

/** Whether at least one person would get an alert of this kind with these houses. */
export async function hasAudience(
  { em }: Context,
  municipalityId: string,
  { kind, audience }: Pick<IncidentRow, 'kind' | 'audience'>,
  spans: readonly StreetSpan[],
): Promise<boolean> {
  const everybody = audience === 'STAFF' ? staffSql : warnedSql;
  const sql = kind === 'DISRUPTION' ? disruptionFollowersSql('m.municipality_id', 'm.spans') : everybody;
  const [row]: { exists: boolean }[] = await em.execute(
    `with m as (select ?::uuid as municipality_id, ?::jsonb as spans)
     select exists (select from m cross join lateral (${sql}) a) as exists`,
    [municipalityId, JSON.stringify(spans)],
  );
  return row?.exists === true;
}

/** Recipients who follow a street of the newest sent alert, or all streets of the town. */
export const disruptionSql = `
  select f.recipient_id, null::uuid as group_id
  from incident i join alert n on n.incident_id = i.id and n.number = i.number
  cross join lateral (${disruptionFollowersSql('m.municipality_id', `n.content->'streets'`)}) f
  where i.id = m.subject_id and i.number > 0`;

/** Warners and admins of the town except the sender of the message, while an alert of the incident waits. */
export const secondPeopleSql = `
  select distinct s.person_id as recipient_id, null::uuid as group_id from (${staffRolesSql('m.municipality_id')}) s
  where s.role in ('WARNER', 'ADMIN') and s.person_id is distinct from m.sender_id
    and exists (select from alert a where a.incident_id = m.subject_id and a.state = 'AWAITING')`;

/** Warners of the town, while a proposal of the incident waits for a decision. */
export const proposalReadersSql = `
  select distinct s.person_id as recipient_id, null::uuid as group_id from (${staffRolesSql('m.municipality_id')}) s
  where s.role = 'WARNER'
    and exists (select from alert a where a.incident_id = m.subject_id and a.state = 'DRAFT' and a.expires_at > now())`;

export const adminsSql = `
  select distinct s.person_id as recipient_id, null::uuid as group_id from (${staffRolesSql('m.municipality_id')}) s
  where s.role = 'ADMIN'`;

/** Admins of the town, while nobody has reviewed the alert of the message. */
export const reviewersSql = `${adminsSql}
    and exists (select from alert a where a.incident_id = m.subject_id and a.number = m.version and a.reviewed_at is null)`;

/** The sender, while the incident has no all-clear and no newer alert than that of the message. */
export const senderSql = `
  select m.sender_id as recipient_id, null::uuid as group_id from incident i
  where i.id = m.subject_id and m.sender_id is not null and i.ended_at is null and i.number = m.version`;

/** SQL condition over `m` and the audience row `a`: the recipient has answered the incident. */
export const acknowledgedSql = `exists (
  select from acknowledgement k where k.incident_id = m.subject_id and k.recipient_id = a.recipient_id)`;
