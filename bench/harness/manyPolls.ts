import { type LivePoll, livePoll } from './polls.ts';
import type { Stage } from './stage.ts';

interface PollRow {
  readonly id: string;
  readonly options: readonly string[];
}
const turnout = 12;

/** Inserts copies of the town, each with its group; their keys ascend from `first`. */
export async function insertTowns({ postgres, database }: Stage, first: number, count: number): Promise<void> {
  const copied = `kind, county, population, lat, lon, boundary, west, south, east, north, time_zone, modules`;
  await postgres.execute(
    database,
    `insert into municipality (id, ags, name, is_on_platform, is_demo, ${copied})
       select gen_random_uuid(), n, 'Ort ' || n, true, false, ${copied}
       from generate_series(${first}, ${first + count - 1}) n,
         (select ${copied} from municipality where is_on_platform order by ags limit 1) m;
     insert into "group" (id, municipality_id, name, is_town, join_policy)
       select gen_random_uuid(), id, name, true, 'OPEN' from municipality
       where ags >= '${first}' and ags < '${first + count}'`,
  );
}

/** Inserts `each` polls into every one of these towns; they are open, or closed long ago. */
export async function insertPolls(
  stage: Stage,
  first: number,
  towns: number,
  each: number,
  isOpen = true,
): Promise<void> {
  const { postgres, database } = stage;
  const times = isOpen
    ? `now() + interval '9 days', null`
    : `now() - n * interval '1 hour', now() - n * interval '1 hour'`;
  await postgres.execute(
    database,
    `create temporary table made as
       select gen_random_uuid() as id, g.id as group_id, g.municipality_id, n
       from "group" g join municipality m on m.id = g.municipality_id, generate_series(1, ${each}) n
       where g.is_town and m.ags >= '${first}' and m.ags < '${first + towns}';
     insert into poll (id, municipality_id, group_id, title, opens_at, opened_at, closes_at, closed_at, results_visibility,
         eligibility, turnout)
       select id, municipality_id, group_id, 'Frage ' || n, now() - interval '2 years', now() - interval '2 years', ${times},
         'LIVE', 'SIGNED_IN', ${turnout} from made;
     insert into question (id, poll_id, position, text, kind, min_choices, max_choices)
       select gen_random_uuid(), id, 0, 'Wann passt es?', 'SINGLE', 1, 1 from made;
     insert into poll_option (id, question_id, position, label, votes)
       select gen_random_uuid(), q.id, k, 'Am ' || k || '. Samstag', 4 from question q join made m on m.id = q.poll_id,
         generate_series(1, 3) k`,
  );
  await postgres.execute(database, 'vacuum analyze poll, question, poll_option, municipality, "group"');
}

/** Reads the open polls of these towns as subjects to subscribe to. */
export async function watchPolls(stage: Stage, first: number, towns: number): Promise<LivePoll[]> {
  const found = await stage.postgres.rows<PollRow>(
    stage.database,
    `select p.id, json_agg(o.id order by o.position) as options from poll p join municipality m on m.id = p.municipality_id
     join question q on q.poll_id = p.id join poll_option o on o.question_id = q.id
     where p.closed_at is null and m.ags >= '${first}' and m.ags < '${first + towns}' group by p.id order by p.id`,
  );
  return found.map(({ id, options }) =>
    livePoll(
      stage,
      { id: globalId('Poll', id), options: options.map((option) => globalId('PollOption', option)) },
      turnout,
    ),
  );
}

function globalId(type: string, id: string): string {
  return Buffer.from(`${type}:${id}`).toString('base64url');
}
