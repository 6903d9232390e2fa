/**
 * All SQL about tables of the product that jobs with a baseline need. A baseline is seeded by the file of this name in
 * its own checkout, because only that file fits its tables: functions may be added here, but their signatures must not
 * change.
 */

const postsPerGroup = 20;
const text = 'Am Samstag treffen wir uns um zehn Uhr am Rheinufer. Bitte bringt Handschuhe und gute Laune mit. ';

export interface CitizenRow {
  readonly id: string;
  /** SHA-256 of the session's token, base64url. */
  readonly tokenHash: string;
}

/** Inserts people with a session each; thousands of sign-ins are not part of any job. */
export function insertCitizens(citizens: readonly CitizenRow[]): string {
  const rows = citizens.map(({ id, tokenHash }) => `('${tokenHash}', '${id}'::uuid)`);
  return `with token (hash, person_id) as (values ${rows.join(',')}),
     made as (insert into person (id, email) select person_id, person_id || '@example.org' from token returning id),
     heard as (insert into recipient (id, person_id, origin) select id, id, 'ACCOUNT' from made returning id),
     reached as (insert into contact (id, recipient_id, channel, verified_at) select gen_random_uuid(), h.id, c.channel, now()
       from heard h cross join (values ('INBOX'), ('EMAIL')) as c (channel))
     insert into session (id, token_hash, person_id, expires_at)
       select gen_random_uuid(), hash, person_id, now() + interval '30 days' from token`;
}

export interface HomePage {
  /** Key of a municipality on the platform. */
  readonly ags: string;
  /** Number of its groups besides the town group. */
  readonly groups: number;
  /** Members of all these groups: people with ids from `first` up to, but without, `end`. */
  readonly first: string;
  readonly end: string;
}

/**
 * Inserts groups of a municipality, posts in each group and a poll in every fifth post, so that each home page shows
 * three.
 */
export function insertHomePage({ ags, groups, first, end }: HomePage): string {
  const town = `(select id from municipality where ags = '${ags}')`;
  return `insert into "group" (id, municipality_id, name, is_town, join_policy)
     select gen_random_uuid(), ${town}, 'Verein Nummer ' || n, false, 'OPEN' from generate_series(1, ${groups}) n;
   create temporary table made as
     select gen_random_uuid() as id, g.id as group_id, n, (n + g.k) % 5 = 0 as has_poll,
       now() - n * interval '11 hours' - g.k * interval '13 minutes' as at
     from (select id, row_number() over (order by id) as k from "group" where municipality_id = ${town}) g,
       generate_series(1, ${postsPerGroup}) n;
   insert into post (id, municipality_id, title, body, html, excerpt, state, sender, published_at, created_at, updated_at)
     select id, ${town}, 'Termin Nummer ' || n, repeat('${text}', 5), '<p>' || repeat('${text}', 5) || '</p>',
       left(repeat('${text}', 5), 280), 'PUBLISHED',
       'Verein', at, at, at from made;
   insert into post_groups (post_id, group_id) select id, group_id from made;
   insert into feed_entry (group_id, subject_id, municipality_id, kind, at) select group_id, id, ${town}, 'POST', at from made;
   insert into poll (id, municipality_id, group_id, post_id, title, opens_at, opened_at, closes_at, results_visibility,
       eligibility, turnout)
     select gen_random_uuid(), ${town}, group_id, id, 'Wann passt es?', at, at, now() + interval '9 days', 'LIVE',
       'SIGNED_IN', 12 from made where has_poll;
   insert into question (id, poll_id, position, text, kind, min_choices, max_choices)
     select gen_random_uuid(), p.id, 0, 'Wann passt es?', 'SINGLE', 1, 1 from poll p join made m on m.id = p.post_id;
   insert into poll_option (id, question_id, position, label, votes)
     select gen_random_uuid(), q.id, k, 'Am ' || k || '. Samstag', 4 from question q join poll p on p.id = q.poll_id
     join made m on m.id = p.post_id, generate_series(1, 3) k;
   insert into membership (group_id, person_id)
     select g.id, p.id from "group" g, person p where g.municipality_id = ${town} and not g.is_town
       and p.id >= '${first}' and p.id < '${end}'`;
}

/** Replaces all ballots of a poll by those of `count` people whose ids begin at `first`. */
export function fillPoll(pollId: string, optionIds: readonly string[], first: string, count: number): string {
  const options = optionIds.map((id) => `'${id}'`).join(',');
  return `delete from ballot where poll_id = '${pollId}';
   delete from participation where poll_id = '${pollId}';
   insert into ballot (poll_id, person_id, option_ids)
     select '${pollId}', person_id, array[(array[${options}]::uuid[])[1 + n % ${optionIds.length}]]
     from (select id as person_id, row_number() over () as n from person where id >= '${first}'
           order by id limit ${count}) s;
   insert into participation (poll_id, person_id) select poll_id, person_id from ballot where poll_id = '${pollId}';
   update poll_option o set votes = (select count(*) from ballot where poll_id = '${pollId}' and o.id = any(option_ids))
     where id in (${options});
   update poll set turnout = ${count} where id = '${pollId}'`;
}

/** A statement of its own, because PostgreSQL cannot run VACUUM inside a transaction. */
export const analyzeBallots = 'vacuum analyze ballot';

export interface VoteCount {
  readonly ballots: number;
  readonly people: number;
  /** Counters of the options. `turnout` is the counter of the poll. */
  readonly votes: readonly number[];
  readonly turnout: number;
}

/** Selects one row of `VoteCount`: the stored ballots and the counters that results show. */
export function countVotes(pollId: string): string {
  return `select count(*)::int as ballots, count(distinct person_id)::int as people,
     (select json_agg(o.votes) from poll_option o join question q on q.id = o.question_id
      where q.poll_id = '${pollId}') as votes,
     (select turnout from poll where id = '${pollId}') as turnout
   from ballot where poll_id = '${pollId}'`;
}

/** Locks the row of a poll for this many seconds; votes in the poll wait meanwhile. */
export function lockPoll(pollId: string, seconds: number): string {
  return `select 1 from poll where id = '${pollId}' for update; select pg_sleep(${seconds})`;
}
