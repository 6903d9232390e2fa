import type { RoleKind } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import type { IssueStatus } from '../issue/issue.entity.ts';
import type { Module } from '../municipality/municipality.entity.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { type AuditKind, type AuditTopic, ownBusiness, sentenceOf, toldTypes } from './audit.rules.ts';

export interface AuditFilter {
  readonly topic?: AuditTopic | null;
  /** Only what this person did for the town hall: it finds nothing that is told without a name. */
  readonly personId?: string | null;
  /** Only what happened before. */
  readonly before?: Date | null;
}
export type AuditParty = 'STAFF' | 'CITIZEN' | 'PARTNER' | 'SYSTEM';
export type AuditSubjectKind = 'POST' | 'POLL' | 'ISSUE' | 'IDEA' | 'GROUP' | 'PERSON' | 'KEY';

/** One line of the trail: what a sentence needs, and nothing else. */
export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  readonly kind: AuditKind;
  readonly party: AuditParty;
  readonly actorName: string | null;
  readonly subjectKind: AuditSubjectKind | null;
  readonly subjectId: string | null;
  readonly subjectName: string | null;
  readonly status: IssueStatus | null;
  readonly role: RoleKind | null;
  readonly deskName: string | null;
  readonly module: Module | null;
}

/** What happened in the town, the newest first: for those who run it. One statement a page. */
export function listAudit(
  ctx: Context,
  municipalityId: string,
  filter: AuditFilter,
  page: PageArgs,
): Promise<Connection<AuditEntry>> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const { topic = null, personId = null, before = null } = filter;
  return readPage(ctx, page, {
    scope: `audit:${municipalityId}:${String(topic)}:${String(personId)}:${before?.toISOString() ?? ''}`,
    positionOf: ({ at, id }): Place => [at.toISOString(), id],
    load: async (limit, position) => {
      const [at, id] = position ?? [before?.toISOString() ?? null, '0'];
      const wanted = { types: toldTypes(topic), town: municipalityId, by: personId, ownBusiness, at, id, limit };
      const rows: AuditRow[] = await ctx.em.execute(pageSql, [JSON.stringify(wanted)]);
      return rows.flatMap(readRow);
    },
  });
}

type Place = readonly [at: string, id: string];

interface AuditRow extends Omit<AuditEntry, 'at' | 'kind' | 'status' | 'role' | 'module'> {
  readonly type: string;
  readonly at: string;
  readonly facts: { readonly to?: IssueStatus; readonly role?: RoleKind; readonly module?: Module };
}

function readRow({ type, at, facts, ...row }: AuditRow): AuditEntry[] {
  const kind = sentenceOf(type, { ...facts });
  if (kind === undefined) return [];
  const { to = null, role = null, module = null } = facts;
  const status = kind === 'ISSUE_MOVED' ? to : null; // other things move, too, in words of their own
  return [{ ...row, at: new Date(at), kind, status, role, module }];
}

/**
 * Somebody of the town hall, now or once: known by name. Whoever never worked there is "somebody of the town", even with
 * a name elsewhere; an address is shown only while its owner works there.
 */
function staffSql(id: string, town: string): string {
  return `
    select true as is_staff, case when role.is_now then coalesce(p.display_name, p.email) else p.display_name end as name
    from person p cross join lateral (
      select exists (select 1 from role r where r.person_id = p.id and r.municipality_id = ${town}) as is_now
    ) role
    where p.id = ${id} and (role.is_now or exists (
      select 1 from domain_event g where g.municipality_id = ${town} and g.type = 'identity.roleGranted'
      and g.facts->>'personId' = p.id::text))`;
}

/** What somebody of the town hall reported, confirmed or took back as a citizen is told without a name. */
const asReporter = `d.type like 'issue.%' and exists (
  select from issue_move v where v.issue_id = (d.facts->>'issueId')::uuid and v.by = 'REPORTER'
  and (d.type = 'issue.reported' or v.version = (d.facts->>'version')::int))`;

const personSubject = `case when e.type like 'identity.%' then (e.facts->>'personId')::uuid end`;

/** Of each type only as many as the page holds are looked at, so that one page costs the same in any town. */
const pageSql = `
with wanted as (
  select w.*, exists (${staffSql('w.by', 'w.town')}) as "byStaff" from json_to_record(?::json)
    as w(types json, town uuid, by uuid, "ownBusiness" json, at timestamptz, id bigint, "limit" int)
), listed as (
  select e.* from wanted w cross join json_array_elements_text(w.types) as t(type) cross join lateral (
    select * from domain_event d
    where d.municipality_id = w.town and d.type = t.type
      and (d.at, d.id) < (coalesce(w.at, 'infinity'), w.id)
      and (w.by is null or w."byStaff" and d.actor = w.by and not (${asReporter}))
      and (d.facts->>'personId' is distinct from d.actor::text
           or d.type not in (select json_array_elements_text(w."ownBusiness")))
    order by d.at desc, d.id desc limit w."limit"
  ) e
  order by e.at desc, e.id desc limit (select "limit" from wanted)
)
select e.id::text, e.type, e.at, e.facts, desk.name as "deskName",
  case when e.partner_key is not null then 'PARTNER'
       when e.type = 'issue.reported' or move.by = 'REPORTER' then 'CITIZEN'
       when e.actor is null then 'SYSTEM'
       when actor.is_staff then 'STAFF' else 'CITIZEN' end as party,
  case when e.partner_key is not null then actor_key.name
       when e.type = 'issue.reported' or move.by = 'REPORTER' then null
       else actor.name end as "actorName",
  case when post.id is not null then 'POST' when poll.id is not null then 'POLL' when issue.id is not null then 'ISSUE'
       when idea.id is not null then 'IDEA'
       when "group".id is not null then 'GROUP' when key.id is not null then 'KEY'
       when e.type like 'identity.%' then 'PERSON' end as "subjectKind",
  coalesce(post.id, poll.id, issue.id, idea.id, "group".id, key.id, (e.facts->>'personId')::uuid) as "subjectId",
  coalesce(post.title, poll.title, issue.reference, idea.title, "group".name, key.name, person.name) as "subjectName"
from listed e
left join partner_key actor_key on actor_key.id = e.partner_key
left join desk on desk.id = (e.facts->>'deskId')::uuid
left join post on e.type like 'post.%' and post.id = (e.facts->>'postId')::uuid
left join poll on (e.type like 'poll.%' or e.type = 'ballot.counted') and poll.id = (e.facts->>'pollId')::uuid
left join issue on issue.id = (e.facts->>'issueId')::uuid and issue.status <> 'UNCONFIRMED'
left join idea on idea.id = (e.facts->>'ideaId')::uuid
left join issue_move move on move.issue_id = issue.id and move.version = (e.facts->>'version')::int
left join "group" on e.type like 'group.%' and "group".id = (e.facts->>'groupId')::uuid
left join partner_key key on key.id = (e.facts->>'keyId')::uuid
left join lateral (${staffSql('e.actor', 'e.municipality_id')}) actor on true
left join lateral (${staffSql(personSubject, 'e.municipality_id')}) person on true
order by e.at desc, e.id desc`;
