import { staffMemberSql } from '../identity/identity.staff.service.ts';
import { type IssueStatus, issueStatuses } from '../issue/issue.entity.ts';
import { personId as personIn, type RoleKind } from '../kernel/actor.ts';
import type { AuditRegistry, AuditSentence } from '../kernel/audit.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import type { Module } from '../kernel/names.ts';
import { type Connection, type PageArgs, readPage } from '../kernel/page.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { deskNameSql } from '../municipality/municipality.service.ts';
import { partnerKeyNameSql } from '../partner/partner.service.ts';
import { auditedTypes, ownBusinessTypes, sentenceOf } from './audit.rules.ts';

export interface AuditFilter {
  readonly topic?: string | null;
  /** Only events of this staff member; events that are shown without a name are left out. */
  readonly personId?: string | null;
  /** Only events before this time. */
  readonly until?: Date | null;
}
export type AuditParty = 'STAFF' | 'CITIZEN' | 'PARTNER' | 'SYSTEM';

/** Entry of the audit trail: the data from which the client builds a sentence. */
export interface AuditEntry {
  readonly id: string;
  readonly at: Date;
  readonly kind: string;
  readonly party: AuditParty;
  readonly actorName: string | null;
  readonly subject: AuditEntrySubject | null;
  readonly status: IssueStatus | null;
  readonly role: RoleKind | null;
  readonly deskName: string | null;
  readonly module: Module | null;
  /** Reason that the actor gave; null for most kinds. */
  readonly reason: string | null;
  /** End of what the event began; null for most kinds. */
  readonly until: Date | null;
}

export interface AuditEntrySubject {
  readonly kind: string;
  /** Name of the GraphQL type. */
  readonly type: string;
  readonly id: string;
  readonly name: string | null;
}

/**
 * Page of the audit trail, newest first, read with one statement. Errors: UNAUTHENTICATED, FORBIDDEN (admins only).
 */
export function listAudit(
  ctx: Context,
  municipalityId: string,
  filter: AuditFilter,
  page: PageArgs,
): Promise<Connection<AuditEntry>> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const { audit } = ctx.registry;
  const { topic = null, personId = null, until = null } = filter;
  return readPage(ctx, page, {
    scope: `audit:${municipalityId}:${String(topic)}:${String(personId)}:${until?.toISOString() ?? ''}`,
    positionOf: ({ at, id }): Place => [at.toISOString(), id],
    load: async (limit, position) => {
      const [at, id] = position ?? [until?.toISOString() ?? null, '0'];
      const types = auditedTypes(audit, topic);
      const ownBusiness = ownBusinessTypes(audit);
      const wanted = {
        types,
        town: municipalityId,
        by: personId,
        ownBusiness,
        at,
        id,
        limit,
        viewer: personIn(ctx.actor),
      };
      const rows: AuditRow[] = await ctx.em.execute(pageSql(audit), [JSON.stringify(wanted)]);
      return rows.flatMap((row) => readRow(audit, row));
    },
  });
}

/** Whether the text can be the id of an event: a positive integer of at most 15 digits. */
export function isEntryId(id: string): boolean {
  return /^[1-9]\d{0,14}$/.test(id);
}

/** Entry by id; null: unknown, not audited, or the actor is no admin of its town. */
export async function findAuditEntry(ctx: Context, id: string): Promise<AuditEntry | null> {
  const { audit } = ctx.registry;
  const [event]: { town: string | null }[] = await ctx.em.execute(
    'select municipality_id as town from domain_event where id = ?',
    [id],
  );
  if (event?.town == null || !canRunTown(ctx.actor, event.town).allow) return null;
  const types = auditedTypes(audit);
  const wanted = { id, town: event.town, types, ownBusiness: ownBusinessTypes(audit), viewer: personIn(ctx.actor) };
  const rows: AuditRow[] = await ctx.em.execute(entrySql(audit), [JSON.stringify(wanted)]);
  const [entry] = rows.flatMap((row) => readRow(audit, row));
  return entry ?? null;
}

type Place = readonly [at: string, id: string];

interface AuditRow extends Omit<AuditEntry, 'at' | 'kind' | 'subject' | 'status' | 'role' | 'module' | 'until'> {
  readonly type: string;
  readonly at: string;
  readonly facts: Readonly<Record<string, unknown>> & { readonly role?: RoleKind; readonly module?: Module };
  readonly subjectKind: string | null;
  readonly subjectId: string | null;
  readonly subjectName: string | null;
  /** Milliseconds since 1970. */
  readonly until: number | null;
}

function readRow(audit: AuditRegistry, row: AuditRow): AuditEntry[] {
  const { id, type, at, facts, party, actorName, deskName, reason, until } = row;
  const sentence = sentenceOf(audit, type, facts);
  if (sentence === undefined) return [];
  return [
    {
      id,
      at: new Date(at),
      kind: sentence.kind,
      party,
      actorName,
      subject: subjectOf(audit, row),
      status: statusOf(sentence, facts),
      role: facts.role ?? null,
      deskName,
      module: facts.module ?? null,
      reason,
      until: until === null ? null : new Date(until),
    },
  ];
}

function subjectOf({ subjects }: AuditRegistry, row: AuditRow): AuditEntrySubject | null {
  const subject = subjects.find(({ kind }) => kind === row.subjectKind);
  if (subject === undefined || row.subjectId === null) return null;
  return { kind: subject.kind, type: subject.type, id: row.subjectId, name: row.subjectName };
}

function statusOf({ status }: AuditSentence, facts: AuditRow['facts']): IssueStatus | null {
  return issueStatuses.find((one) => status !== undefined && one === facts[status]) ?? null;
}

/**
 * SQL condition on the event `d` for the request `w`: the event is audited, because it does not concern only the actor.
 */
const isToldSql = `(d.facts->>'personId' is distinct from d.actor::text
           or d.type not in (select json_array_elements_text(w."ownBusiness")))`;

/** Reads at most a page of events per type, so that the cost of a page does not grow with the number of events. */
const pageSql = (audit: AuditRegistry): string => `
with wanted as (
  select w.*, exists (${staffMemberSql('w.by', 'w.town')}) as "byStaff" from json_to_record(?::json)
    as w(types json, town uuid, by uuid, "ownBusiness" json, at timestamptz, id bigint, "limit" int, viewer uuid)
), listed as (
  select e.* from wanted w cross join json_array_elements_text(w.types) as t(type) cross join lateral (
    select * from domain_event d
    where d.municipality_id = w.town and d.type = t.type
      and (d.at, d.id) < (coalesce(w.at, 'infinity'), w.id)
      and (w.by is null or w."byStaff" and d.actor = w.by and not ${audit.isCitizenActSql('d')})
      and ${isToldSql}
    order by d.at desc, d.id desc limit w."limit"
  ) e
  order by e.at desc, e.id desc limit (select "limit" from wanted)
)
${tellSql(audit)}`;

const entrySql = (audit: AuditRegistry): string => `
with wanted as (
  select w.* from json_to_record(?::json) as w(id bigint, town uuid, types json, "ownBusiness" json, viewer uuid)
), listed as (
  select d.* from wanted w join domain_event d on d.id = w.id
  where d.municipality_id = w.town and d.type in (select json_array_elements_text(w.types)) and ${isToldSql}
)
${tellSql(audit)}`;

/** SELECT of the data of an entry for each of the `listed` events, newest first. */
const tellSql = ({ subjects, details, isCitizenActSql }: AuditRegistry): string => `
select e.id::text, e.type, e.at, e.facts, desk.name as "deskName",
  case when e.partner_key is not null then 'PARTNER'
       when act.is_citizens then 'CITIZEN'
       when e.actor is null then 'SYSTEM'
       when actor.is_staff then 'STAFF' else 'CITIZEN' end as party,
  case when e.partner_key is not null then key.name
       when act.is_citizens then null
       else actor.name end as "actorName",
  subject.kind as "subjectKind", subject.id as "subjectId", subject.name as "subjectName",
  detail.reason, extract(epoch from detail.until)::float8 * 1000 as until
from listed e
cross join wanted
cross join lateral (select ${isCitizenActSql('e')} as is_citizens) act
left join lateral (${partnerKeyNameSql('e.partner_key')}) key on true
left join lateral (${deskNameSql("(e.facts->>'deskId')::uuid")}) desk on true
left join lateral (${staffMemberSql('e.actor', 'e.municipality_id')}) actor on true
left join lateral (
  select s.kind, s.id, s.name from (
${subjects.map(({ kind, sql }, place) => `    select ${place} as place, '${kind}' as kind, o.id, o.name from (${sql('e', 'wanted.viewer')}) o`).join('\n    union all\n')}
  ) s order by s.place limit 1
) subject on true
left join lateral (
  select s.reason, s.until from (
    select null::text as reason, null::timestamptz as until where false
${details.map((sql) => `    union all (${sql('e')})`).join('\n')}
  ) s limit 1
) detail on true
order by e.at desc, e.id desc`;
