import type { IssueStatus } from '../issue/issue.entity.ts';

export interface Filling {
  readonly municipalityId: string;
  readonly open: number;
  readonly done: number;
}
type Execute = (sql: string, params: readonly unknown[]) => Promise<unknown>;

/**
 * Inserts many reports directly into the tables, like the history of several years. Each has its moves; reports are
 * spread over the categories and desks of the town and over streets with house numbers.
 */
export async function fillBoard(execute: Execute, { municipalityId, open, done }: Filling): Promise<void> {
  const filling = JSON.stringify({ municipalityId, open, done, openStatuses, doneStatuses });
  for (const statement of [issuesSql, movesSql, countSql]) await execute(statement, [filling]);
}

const openStatuses: readonly IssueStatus[] = [
  'SUBMITTED',
  'TRIAGED',
  'ASSIGNED',
  'IN_PROGRESS',
  'SCHEDULED',
  'WAITING_ON_REPORTER',
  'FORWARDED',
];
const doneStatuses: readonly IssueStatus[] = ['RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE', 'DUPLICATE', 'WITHDRAWN'];

const record = `json_to_record(?::json)
  as w("municipalityId" uuid, open int, done int, "openStatuses" json, "doneStatuses" json)`;

const issuesSql = `
insert into issue (id, municipality_id, reference, kind, category_id, status, previous_status, desk_id, lat, lon, address,
  text, locale, is_public, version, created_at, updated_at, due_at)
select gen_random_uuid(), w."municipalityId", 'M-' || (100000 + n), c.kind, c.id, s.status,
  case when s.status = 'WAITING_ON_REPORTER' then 'ASSIGNED' end,
  case when s.status in ('SUBMITTED', 'TRIAGED') then null else c.desk_id end,
  50.6 + (n % 97) * 0.0002, 7.2 + (n % 89) * 0.0003, 'Probeweg ' || (n % 211 + 1),
  'Probe ' || n || ': ' || repeat('Hier ist etwas zu tun. ', 1 + n % 4), 'de', false,
  case when s.status = 'SUBMITTED' then 1 else 2 end, m.at, m.at + interval '1 hour',
  case when n > w.done and n % 5 > 0 and s.status not in ('WAITING_ON_REPORTER', 'FORWARDED')
    then date_trunc('hour', m.at) + (n % 17) * interval '1 day' end
from ${record}
cross join generate_series(1, w.open + w.done) n
cross join lateral (select date_trunc('milliseconds', now()) - (w.open + w.done - n) * interval '1 minute' as at) m
cross join lateral (select case when n > w.done then w."openStatuses" else w."doneStatuses" end as list) l
cross join lateral (select l.list ->> (n % json_array_length(l.list)) as status) s
cross join lateral (select c.id, c.kind, c.desk_id from issue_category c where c.municipality_id = w."municipalityId"
  order by c.position, c.id offset n % (select count(*) from issue_category k where k.municipality_id = w."municipalityId")
  limit 1) c`;

const movesSql = `
insert into issue_move (id, issue_id, version, at, "from", "to", by, desk_id)
select gen_random_uuid(), i.id, v.n, i.created_at + (v.n - 1) * interval '1 hour', case v.n when 2 then 'SUBMITTED' end,
  case v.n when 1 then 'SUBMITTED' else i.status end, case v.n when 1 then 'REPORTER' else 'STAFF' end, i.desk_id
from ${record} join issue i on i.municipality_id = w."municipalityId" and i.text like 'Probe %'
cross join lateral generate_series(1, i.version) v(n)`;

const countSql = `
insert into issue_counter (municipality_id, last) select w."municipalityId", 100000 + w.open + w.done from ${record}
on conflict (municipality_id) do update set last = excluded.last`;
