import { emailOfSql, personWithEmailSql, staffRolesSql } from '../../identity/identity.person.service.ts';

/** SQL condition: the issue has ended; `status` is the SQL expression of its status. */
const isOverSql = (status: string): string => `${status} in ('RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE')`;

/**
 * SQL of the recipient who reported the issue: an account, or the address of the report, whose recipient has the id of the
 * issue. Without both there is no such recipient.
 */
const reporter = 'coalesce(i.reporter_id, i.id)';

/** SQL of the reporter. */
export const reporterSql = `
  select ${reporter} as recipient_id, null::uuid as group_id from issue i where i.id = m.subject_id`;

/** SQL of the address of a report that its owner has not confirmed. */
export const unconfirmedReporterSql = `
  select i.id as recipient_id, null::uuid as group_id
  from issue i where i.id = m.subject_id and i.reporter_email is not null and i.email_confirmed_at is null`;

/** SQL of the address of a follower of a public issue that its owner has not confirmed. */
export const unconfirmedFollowerSql = `
  select f.id as recipient_id, null::uuid as group_id from issue_follower f join issue i on i.id = f.issue_id
  where f.id = m.subject_id and f.email is not null and f.confirmed_at is null and i.is_public`;

/** SQL of the office to which a move forwarded its issue. */
export const forwardedSql = `
  select w.recipient_id, null::uuid as group_id
  from issue_forward w join issue_move v on v.id = w.move_id
  where w.move_id = m.subject_id and w.recipient_id is not null and not v.is_taken_back`;

/** SQL of the reporter, while the issue is resolved and the survey is not answered. */
export const surveyedSql = `
  select ${reporter} as recipient_id, null::uuid as group_id
  from issue i join issue_survey s on s.issue_id = i.id
  where i.id = m.subject_id
    and i.status = 'RESOLVED' and i.flag is null and s.answered_at is null and not s.is_unwanted`;

/** SQL of all roles in the town of the issue `i`. */
const staff = staffRolesSql('i.municipality_id');
const stepsIn = (role: string): string =>
  `(y.deputy_desk_id = ${role}.desk_id or y.deputy_person_id = ${role}.person_id)`;
/** SQL conditions over the issue `i` and a role `r` in its town. Nobody stands in for the desk of a complaint. */
const isAtDesk = `r.role = 'CLERK' and r.desk_id = i.desk_id`;
const isDeskEmpty = `not exists (select from (${staff}) d where d.desk_id = i.desk_id)`;
const isDeputy = `r.role in ('CLERK', 'ADMIN') and i.kind <> 'COMPLAINT' and exists (
      select from desk_deputy y where y.desk_id = i.desk_id and ${stepsIn('r')})`;
const isAdminWithoutDeputy = `r.role = 'ADMIN' and (i.kind = 'COMPLAINT' or not exists (
      select from desk_deputy y join (${staff}) d on d.role in ('CLERK', 'ADMIN') and ${stepsIn('d')}
      where y.desk_id = i.desk_id))`;

/**
 * SQL of the staff who are responsible while a clock runs. Due soon: clerks of the desk, or the admins if the desk has
 * no clerks. Overdue: also the deputies of the desk, or the admins if there is no deputy. Complaints have no deputies.
 */
export function responsibleSql({ isOverdue, runs }: { readonly isOverdue: boolean; readonly runs: string }): string {
  return `
  select r.person_id as recipient_id, null::uuid as group_id
  from issue i join issue_clock k on k.issue_id = i.id cross join lateral (${staff}) r
  where i.id = m.subject_id and k.withdrawn_at is null and ${runs} and (
    ${isAtDesk}
    or r.role = 'ADMIN' and ${isDeskEmpty}
    ${isOverdue ? `or ${isDeputy} or ${isAdminWithoutDeputy}` : ''})`;
}

/**
 * SQL condition over the issue `i` and a role `r` in its town: the person works on the issue. These are the clerks of
 * the desk; if the desk has no people its deputies; if there is no deputy the admins.
 */
const isWorker = `(${isAtDesk} or ${isDeskEmpty} and (${isDeputy} or ${isAdminWithoutDeputy}))`;

/**
 * SQL of the staff who work on an issue that is not set aside, without the person who caused the message. `actor`: SQL
 * expression of that person's id; `where`: further condition over the issue `i` and the message `m`.
 */
export function deskSql({ actor, where = 'true' }: { readonly actor: string; readonly where?: string }): string {
  return `
  select r.person_id as recipient_id, null::uuid as group_id
  from issue i cross join lateral (${staff}) r
  where i.id = m.subject_id and i.flag is null and ${isWorker}
    and r.person_id is distinct from (${actor}) and ${where}`;
}

/** SQL condition: the issue `i` is open and not set aside. */
const isOpen = `i.flag is null and i.status not in ('RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE', 'WITHDRAWN')`;

/**
 * SQL of the staff of the town `m.subject_id` who work on open issues that are due within a day or arrived in the last
 * ten days. The letter itself counts exactly.
 */
export const morningReadersSql = `
  select distinct r.person_id as recipient_id, null::uuid as group_id
  from (
    select distinct i.municipality_id, i.desk_id, i.kind from issue i
    where i.municipality_id = m.subject_id and ${isOpen}
      and (i.due_at < m.at + interval '1 day' or i.created_at > m.at - interval '10 days')
  ) i cross join lateral (${staff}) r
  where ${isWorker}`;

/**
 * SELECT of the open issues of a person's desks that are new or due, as rows ("id", "isNew", "isOverdue", "isDue"),
 * those that are due first come first. Parameters: since when an issue is new, now, now, end of the day, id of the town, since when
 * an issue is new, end of the day, id of the person.
 */
export const morningIssuesSql = `
select i.id, i.created_at > ? as "isNew", coalesce(i.due_at <= ?, false) as "isOverdue",
  coalesce(i.due_at > ? and i.due_at < ?, false) as "isDue"
from issue i
where i.municipality_id = ? and ${isOpen} and (i.created_at > ? or i.due_at < ?)
  and exists (select from (${staff}) r where r.person_id = ? and ${isWorker})
order by i.due_at, i.created_at, i.id`;

/** SQL condition: the follower has chosen messages in the app without mails. */
export const withoutMailsSql = `c.name = 'EMAIL' and exists (
  select from issue_follower w where w.issue_id = m.subject_id and w.person_id = a.recipient_id and not w.by_mail)`;

/**
 * SQL of the addresses without an account that follow the issue: followers by address, and reporters of merged issues, whose
 * recipients have the ids of these rows; one for each address. The reporter's address and addresses of accounts that
 * receive the message are excluded.
 */
const addresseesSql = `
with about as (
  select i.id, coalesce((${emailOfSql('i.reporter_id')}), i.reporter_email) as reporter, i.is_public,
    ${isOverSql('mv.to')} as is_over
  from issue i left join issue_move mv on m.kind = 'ISSUE_FOLLOWED' and mv.issue_id = i.id and mv.version = m.version
  where i.id = m.subject_id
),
reached as (
  select a.*, a.id as told from about a where a.is_public
  union all select a.*, g.issue_id from about a join issue_merge g on g.parent_id = a.id where a.is_public or a.is_over
),
addressee as (
  select f.id as recipient_id, f.email, a.reporter, f.issue_id <> a.id as is_merged, 1 as rank
  from reached a join issue_follower f on f.issue_id = a.told where f.email is not null and f.confirmed_at is not null
  union all
  select c.id, c.reporter_email, a.reporter, true, 2
  from reached a join issue c on c.id = a.told
  where c.id <> a.id and c.reporter_email is not null and c.email_confirmed_at is not null
)
select distinct on (email) recipient_id from addressee v
where v.email is distinct from v.reporter and not exists (
  select from reached a cross join lateral (${personWithEmailSql('v.email')}) p
  where p.id = (select reporter_id from issue c where c.id = a.told)
    or exists (select from issue_follower f where f.issue_id = a.told and f.person_id = p.id and f.by_mail))
order by email, is_merged, rank, recipient_id`;

/**
 * SQL of the followers of a public issue, and of the reporters and followers of issues that were merged into it, with and
 * without an account. For a hidden issue only its end reaches those of the merged issues.
 */
export const followersSql = `
  select v.person_id as recipient_id, null::uuid as group_id
  from issue i left join issue_move mv on m.kind = 'ISSUE_FOLLOWED' and mv.issue_id = i.id and mv.version = m.version
  cross join lateral (
    select f.person_id from issue_follower f where f.issue_id = i.id and i.is_public
    union select c.reporter_id from issue_merge g join issue c on c.id = g.issue_id
      where g.parent_id = i.id and (i.is_public or ${isOverSql('mv.to')})
    union select f.person_id from issue_merge g join issue_follower f on f.issue_id = g.issue_id
      where g.parent_id = i.id and (i.is_public or ${isOverSql('mv.to')})
  ) v
  where i.id = m.subject_id and v.person_id is not null and v.person_id is distinct from i.reporter_id
  union all select x.recipient_id, null from (${addresseesSql}) x`;
