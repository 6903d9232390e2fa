/** Groups that a person follows in a town, the special ones before the town group. $1 town, $2 person. */
export const followedSql = `
select g.id, g.name, g.picture, g.is_town as "isTown", g.join_policy as "joinPolicy", coalesce(v.version, 0) as version
from "group" g
left join topic_version v on v.topic = 'feed:' || g.id
where g.municipality_id = $1
  and (g.is_town or exists (select from membership m where m.group_id = g.id and m.person_id = $2))
order by g.is_town, g.name`;

/**
 * Newest entries, read as the product does: each group gives as many entries as the page holds, and the page is
 * selected from them. $1 groups, $2 limit.
 */
export const newestSql = `
select e.kind, e.subject_id as id, e.at, json_agg(e.group_id) as "groupIds"
from unnest($1::uuid[]) as g(id)
cross join lateral (
  select f.* from feed_entry f where f.group_id = g.id and f.kind in ('POST', 'POLL')
  order by f.at desc, f.subject_id desc
  limit $2
) e
group by e.kind, e.subject_id, e.at
order by e.at desc, e.subject_id desc
limit $2`;

export const postsSql = `
select id, title, body, sender, published_at as "publishedAt", coalesce(variants, '[]') as variants
from post where id = any($1) and state = 'PUBLISHED'`;

const pollFields = `id, title, description, opens_at as "opensAt", closes_at as "closesAt", opened_at as "openedAt",
  closed_at as "closedAt", eligible_count as "eligibleCount", results_visibility as "resultsVisibility", eligibility, secrecy,
  change_allowed as "changeAllowed", turnout, group_id as "groupId", post_id as "postId", coalesce(variants, '[]') as variants, assurance, confirmed_at as "confirmedAt"`;
export const pollsSql = `select ${pollFields} from poll where id = any($1) and opened_at is not null`;
export const pollsOfPostsSql = `select ${pollFields} from poll where post_id = any($1)`;

export const groupsSql = `
select id, name, picture, is_town as "isTown", join_policy as "joinPolicy" from "group" where id = any($1)`;

export const revisionsSql = `
select distinct on (post_id) post_id as "postId", version, change, at from post_revision
where post_id = any($1) order by post_id, version desc`;

export const questionsSql = `
select q.id, q.poll_id as "pollId", q.text, q.kind, q.min_choices as "minChoices", q.max_choices as "maxChoices",
  q.option_order as "optionOrder",
  json_agg(json_build_object('id', o.id, 'label', o.label, 'votes', o.votes) order by o.position) as options
from question q join poll_option o on o.question_id = q.id
where q.poll_id = any($1) group by q.id order by q.poll_id, q.position`;

/** Standing of a person in polls. $1 polls, $2 person. */
export const standingsSql = `
select p.id, t.person_id is not null as "hasVoted", p.eligibility = 'SIGNED_IN' or e.person_id is not null as "isElector",
  coalesce(v.version, 0) as version
from poll p
left join participation t on t.poll_id = p.id and t.person_id = $2
left join elector e on e.poll_id = p.id and e.person_id = $2
left join topic_version v on v.topic = 'pollResults:' || p.id
where p.id = any($1)`;
