import { makeAdmin } from '../../faults/harness/stage.ts';
import { citizenId } from './citizens.ts';
import type { Stage } from './stage.ts';

/** A town of its own with what is on a home page: groups, posts of each, a poll in every fifth post, so that each page shows three. */
export const pageAgs = '07138041';
export const manyGroups = 40;
const [postsPerGroup, people] = [20, 1000];

/** These citizens follow the town alone, and those all of its groups. */
export const followers = { one: [0, people], many: [people, 2 * people] } as const;

const text = 'Am Samstag treffen wir uns um zehn Uhr am Rheinufer. Bitte bringt Handschuhe und gute Laune mit. ';

export async function settleTown({ product, postgres, database, settings }: Stage): Promise<void> {
  await makeAdmin(product, settings, 'page@example.org', pageAgs);
  const town = `(select id from municipality where ags = '${pageAgs}')`;
  await postgres.execute(
    database,
    `insert into "group" (id, municipality_id, name, is_town, join_policy)
       select gen_random_uuid(), ${town}, 'Verein Nummer ' || n, false, 'OPEN' from generate_series(1, ${manyGroups}) n;
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
         and p.id >= '${citizenId(followers.many[0])}' and p.id < '${citizenId(followers.many[1])}'`,
  );
  await postgres.execute(database, 'vacuum analyze');
}
