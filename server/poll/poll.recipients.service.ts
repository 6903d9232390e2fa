import { subscribersSql } from '../group/follow/group.follow.service.ts';
import { canReadGroupSql, membersSql } from '../group/group.standing.service.ts';
import { isPublishedSql } from '../post/post.service.ts';

/** SQL condition: the poll has no post, or its post is published. */
const isShown = `(p.post_id is null or ${isPublishedSql('p.post_id')})`;

/**
 * Audience of a message about a closed poll: people among `voters` who may still read the group of the poll.
 * `voters` is a SELECT of (poll_id, person_id).
 */
export function formerVotersSql(voters: string): string {
  return `
  select v.person_id as recipient_id, p.group_id
  from poll p join (${voters}) v on v.poll_id = p.id
  where p.id = m.subject_id and p.closed_at is not null and ${isShown}
    and ${canReadGroupSql('p.group_id', 'v.person_id')}`;
}

/** Audience of a reminder: electors who have not voted, or for SIGNED_IN members of the group who have not voted. */
export const missingVotersSql = `
  select v.person_id as recipient_id, p.group_id
  from poll p cross join lateral (
    select person_id from elector where poll_id = p.id
    union all select person_id from (${membersSql('p.group_id')}) b where p.eligibility = 'SIGNED_IN'
  ) v
  where p.id = m.subject_id and p.opened_at is not null and p.closed_at is null and now() < p.closes_at and ${isShown}
    and not exists (select from participation t where t.poll_id = p.id and t.person_id = v.person_id)`;

/** Audience of the message about an open poll: members and followers of its group. A poll inside a post is announced by the post. */
export const openedReadersSql = `
  select v.recipient_id, p.group_id
  from poll p cross join lateral (${subscribersSql('p.group_id')}) v
  where p.id = m.subject_id and p.post_id is null and p.opened_at is not null and p.closed_at is null`;
