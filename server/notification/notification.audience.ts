/** Whether a report ended with this status. */
export const closedSql = (status: string): string => `${status} in ('RESOLVED', 'DECLINED', 'NOT_RESPONSIBLE')`;

/**
 * For whom a message is, as SQL over `message m`: rows (person_id, group_id). Asked when it is spread and again before
 * each letter leaves, so that who left, a withdrawn post or a part that was switched off stops it at any moment.
 *
 * - Posts: members of the groups they are for, as long as they may be read.
 * - A poll that soon ends: its electors, or where everybody may vote the members of its group, who have neither voted nor
 *   been handed a ballot.
 * - A closed poll: who took part, or was handed a ballot, if they may still read what the group publishes, and the post that it is part of.
 * - An idea that moved, or has the supporters it needs: its author, and who supports it.
 * - A report whose time runs out, as long as its clock runs: the people of its desk; once it is over, the desk's deputy too.
 *   Those who run the town, where nobody works at the desk or nobody stands in for it. A complaint stays at its desk.
 * - Whether it is fixed: the reporter, as long as it stands resolved and the question is open.
 * - A report that moved, or was answered: its reporter, if there is an account. When it moved or was answered for everybody,
 *   and as long as everybody may see it, who follows it, and who reported or follows what was merged into it; of a hidden one
 *   only these, and only that it ended.
 */
export const audienceSql = `
  select b.person_id, b.group_id
  from post p join post_groups g on g.post_id = p.id join membership b on b.group_id = g.group_id
  where m.kind in ('POST_PUBLISHED', 'POST_REVISED') and p.id = m.subject_id and p.state = 'PUBLISHED'
    and exists (select from municipality t where t.id = p.municipality_id and 'POSTS' = any(t.modules))
  union all
  select v.person_id, p.group_id
  from poll p join (
    select poll_id, person_id from participation union all select poll_id, person_id from ballot_roll
  ) v on v.poll_id = p.id join "group" g on g.id = p.group_id
  where m.kind in ('POLL_CLOSED', 'POLL_CONFIRMED', 'POLL_OUTCOME') and p.id = m.subject_id and p.closed_at is not null
    and (p.post_id is null or exists (select from post w where w.id = p.post_id and w.state = 'PUBLISHED'))
    and (g.join_policy = 'OPEN'
      or exists (select from membership b where b.group_id = g.id and b.person_id = v.person_id))
    and exists (select from municipality t where t.id = p.municipality_id and 'POLLS' = any(t.modules))
  union all
  select v.person_id, p.group_id
  from poll p cross join lateral (
    select person_id from elector where poll_id = p.id
    union all select person_id from membership where group_id = p.group_id and p.eligibility = 'SIGNED_IN'
  ) v
  where m.kind = 'POLL_REMINDER' and p.id = m.subject_id
    and p.opened_at is not null and p.closed_at is null and now() < p.closes_at
    and not exists (select from participation t where t.poll_id = p.id and t.person_id = v.person_id)
    and not exists (select from ballot_roll t where t.poll_id = p.id and t.person_id = v.person_id)
    and (p.post_id is null or exists (select from post w where w.id = p.post_id and w.state = 'PUBLISHED'))
    and exists (select from municipality t where t.id = p.municipality_id and 'POLLS' = any(t.modules))
  union all
  select v.person_id, v.group_id
  from idea i cross join lateral (
    select i.author_id as person_id, null::uuid as group_id where i.author_id is not null
    union all select person_id, i.group_id from idea_support where idea_id = i.id and person_id is distinct from i.author_id
  ) v join "group" g on g.id = i.group_id
  where m.kind in ('IDEA_REACHED', 'IDEA_MOVED') and i.id = m.subject_id and i.state <> 'WITHDRAWN'
    and (g.join_policy = 'OPEN'
      or exists (select from membership b where b.group_id = g.id and b.person_id = v.person_id))
    and exists (select from municipality t where t.id = i.municipality_id and 'IDEAS' = any(t.modules))
  union all
  select i.reporter_id, null::uuid
  from issue i
  where m.kind in ('ISSUE_MOVED', 'ISSUE_COMMENTED') and i.id = m.subject_id and i.reporter_id is not null
    and exists (select from municipality t where t.id = i.municipality_id and 'ISSUES' = any(t.modules))
  union all
  select i.reporter_id, null::uuid
  from issue i join issue_survey s on s.issue_id = i.id
  where m.kind = 'ISSUE_SURVEY' and i.id = m.subject_id and i.reporter_id is not null
    and i.status = 'RESOLVED' and i.flag is null and s.answered_at is null and not s.is_unwanted
    and exists (select from municipality t where t.id = i.municipality_id and 'ISSUES' = any(t.modules))
  union all
  select r.person_id, null::uuid
  from issue i join issue_clock k on k.issue_id = i.id join role r on r.municipality_id = i.municipality_id
  where m.kind in ('ISSUE_ANSWER_DUE_SOON', 'ISSUE_ANSWER_OVERDUE', 'ISSUE_DUE_SOON', 'ISSUE_OVERDUE')
    and i.id = m.subject_id and k.withdrawn_at is null
    and case when m.kind like '%ANSWER%' then k.first_responded_at is null
      else k.resolved_at is null and k.paused_at is null end
    and (r.role = 'CLERK' and r.desk_id = i.desk_id
      or r.role in ('CLERK', 'ADMIN') and m.kind like '%OVERDUE' and i.kind <> 'COMPLAINT' and exists (
        select from desk_deputy y where y.desk_id = i.desk_id
          and (y.deputy_desk_id = r.desk_id or y.deputy_person_id = r.person_id))
      or r.role = 'ADMIN' and (not exists (select from role d where d.desk_id = i.desk_id) or m.kind like '%OVERDUE'
        and (i.kind = 'COMPLAINT' or not exists (
          select from desk_deputy y join role d on d.municipality_id = i.municipality_id and d.role in ('CLERK', 'ADMIN')
            and (d.desk_id = y.deputy_desk_id or d.person_id = y.deputy_person_id)
          where y.desk_id = i.desk_id))))
    and exists (select from municipality t where t.id = i.municipality_id and 'ISSUES' = any(t.modules))
  union all
  select v.person_id, null::uuid
  from issue i left join issue_move mv on m.kind = 'ISSUE_FOLLOWED' and mv.issue_id = i.id and mv.version = m.version
  cross join lateral (
    select f.person_id from issue_follower f where f.issue_id = i.id and i.is_public
    union select c.reporter_id from issue_merge g join issue c on c.id = g.issue_id
      where g.parent_id = i.id and (i.is_public or ${closedSql('mv.to')})
    union select f.person_id from issue_merge g join issue_follower f on f.issue_id = g.issue_id
      where g.parent_id = i.id and (i.is_public or ${closedSql('mv.to')})
  ) v
  where m.kind in ('ISSUE_FOLLOWED', 'ISSUE_FOLLOWED_ANSWERED') and i.id = m.subject_id
    and v.person_id is not null and v.person_id is distinct from i.reporter_id
    and exists (select from municipality t where t.id = i.municipality_id and 'ISSUES' = any(t.modules))`;

/** Whether audience row `a` wants channel `c` {name, byGroups, byReports}; with `left join preference f`. That time runs out is told in the app only. */
export const preferenceJoin = `left join preference f
  on f.person_id = a.person_id and f.group_id = a.group_id and f.channel = c.name`;
export const wantedSql = `case when m.kind in ('ISSUE_ANSWER_DUE_SOON', 'ISSUE_ANSWER_OVERDUE', 'ISSUE_DUE_SOON', 'ISSUE_OVERDUE') then c.name = 'INBOX'
  when a.group_id is not null then coalesce(f.is_on, c."byGroups")
  else c."byReports" and not (c.name = 'EMAIL' and m.kind like 'ISSUE_FOLLOWED%' and exists (select from issue_follower w
    where w.issue_id = m.subject_id and w.person_id = a.person_id and not w.by_mail)) end`;
