import { batchedRead } from '../kernel/rows.ts';
import type { GroupStanding } from './group.rules.ts';

interface Asked {
  readonly groupId: string;
  readonly personId: string;
}

interface StandingRow extends Omit<GroupStanding, 'accessUntil'> {
  readonly accessUntil: number | null;
}

/** Current membership of a person in a group, never cached. */
export const standingOf = batchedRead(async ({ em }, asked: readonly Asked[]): Promise<GroupStanding[]> => {
  const rows: StandingRow[] = await em.execute(standingSql, [numbered(asked)]);
  return rows.map(({ accessUntil, ...row }) => ({ ...row, accessUntil: readEnd(accessUntil) }));
});

/** End of an access from the column of `accessEndSql`. */
export function readEnd(milliseconds: number | null): Date | null {
  return milliseconds === null ? null : new Date(milliseconds);
}

/** Number of members of a group by its id. */
export const memberCountOf = batchedRead(async ({ em }, groupIds: readonly string[]): Promise<number[]> => {
  const asked = groupIds.map((groupId) => ({ groupId }));
  const rows: { members: number }[] = await em.execute(memberCountSql, [numbered(asked)]);
  return rows.map(({ members }) => members);
});

function numbered(asked: readonly object[]): string {
  return JSON.stringify(asked.map((one, n) => ({ ...one, n })));
}

/**
 * SQL expression: end of the access that a person has to a group, in milliseconds since 1970; null: none that is valid by
 * the database's clock. Whether the person is still an admin is not checked. `group` and `person` are SQL expressions of
 * ids.
 */
export function accessEndSql(group: string, person: string): string {
  return `(select extract(epoch from max(x.expires_at))::float8 * 1000 from group_access x
    where x.group_id = ${group} and x.person_id = ${person} and x.expires_at > now())`;
}

const standingSql = `
select m.person_id is not null as "isMember", coalesce(m.is_publisher, false) as "isPublisher",
  r.person_id is not null as "hasRequested",
  ${accessEndSql('a."groupId"', 'a."personId"')} as "accessUntil"
from json_to_recordset(?::json) as a(n int, "groupId" uuid, "personId" uuid)
left join membership m on m.group_id = a."groupId" and m.person_id = a."personId"
left join membership_request r on r.group_id = a."groupId" and r.person_id = a."personId"
order by a.n`;

const memberCountSql = `
select (select count(*) from membership m where m.group_id = a."groupId")::int as members
from json_to_recordset(?::json) as a(n int, "groupId" uuid)
order by a.n`;

/**
 * SELECT of (municipalityId, joinPolicy, isMember, accessUntil) of a group for a person; `group` and `person` are SQL
 * expressions of ids.
 */
export function groupReaderSql(group: string, person: string): string {
  return `
    select g.municipality_id as "municipalityId", g.join_policy as "joinPolicy", m.person_id is not null as "isMember",
      ${accessEndSql('g.id', person)} as "accessUntil"
    from "group" g left join membership m on m.group_id = g.id and m.person_id = ${person}
    where g.id = ${group}`;
}

/**
 * SQL condition: the person may read what the group publishes; `group` and `person` are SQL expressions of their ids.
 */
export function canReadGroupSql(group: string, person: string): string {
  return `exists (select from "group" g where g.id = ${group} and (g.join_policy = 'OPEN' or ${isMemberSql('g.id', person)}))`;
}

/**
 * SQL condition: an admin may read what the group publishes; `group` and `person` are SQL expressions of ids. The caller
 * checks that the person is an admin of the town.
 */
export function canAdminReadGroupSql(group: string, person: string): string {
  return `exists (select from "group" g where g.id = ${group} and (g.join_policy <> 'CLOSED'
    or ${isMemberSql('g.id', person)} or ${accessEndSql('g.id', person)} is not null))`;
}

/**
 * SQL condition: staff may read what the group publishes, a CLOSED group only as members; `group` and `person` are SQL
 * expressions of ids. The caller checks that the person is staff of the town.
 */
export function canStaffReadGroupSql(group: string, person: string): string {
  return `exists (select from "group" g where g.id = ${group} and (g.join_policy <> 'CLOSED' or ${isMemberSql('g.id', person)}))`;
}

/**
 * SQL condition: an actor may read what the group publishes; same rule as `canReadGroup`. `group` is the SQL expression of its id,
 * `actor` the name of a row with the columns personId, isStaff and isAdmin, which belong to the town of the group.
 */
export function actorReadsGroupSql(group: string, actor: string): string {
  const person = `${actor}."personId"`;
  return `exists (select from "group" g where g.id = ${group} and (g.join_policy = 'OPEN'
    or (${actor}."isStaff" and g.join_policy <> 'CLOSED') or ${isMemberSql('g.id', person)}
    or (${actor}."isAdmin" and ${accessEndSql('g.id', person)} is not null)))`;
}

function isMemberSql(group: string, person: string): string {
  return `exists (select from membership b where b.group_id = ${group} and b.person_id = ${person})`;
}

/** SELECT of person_id of the members of a group; `group` is the SQL expression of its id. */
export function membersSql(group: string): string {
  return `select b.person_id from membership b where b.group_id = ${group}`;
}

/** SELECT of a sort key: by name, the group of the whole town last; `group` is the SQL expression of an id. */
export function groupOrderSql(group: string): string {
  return `select (g.is_town, g.name) from "group" g where g.id = ${group}`;
}
