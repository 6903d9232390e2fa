import type { SqlEntityManager } from '@mikro-orm/sql';
import { expect } from 'vitest';
import { givenPerson, givenPlace, type Place, type Somebody } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { statementsOf } from '../testing/statements.ts';
import { quietTest as test } from '../testing/fixtures.ts';

const ofFeed = (subject: string): string =>
  `query($ags: String!) { municipality(ags: $ags) { feed { edges { node { id kind at because { name } subject { ${subject} } } }
    pageInfo { hasNextPage } streams { group { id } cursor } } } }`;
const pages = [
  ofFeed(
    '... on Post { id postTitle: title poll { id title } } ... on Issue { reference place { address } category { name } history { to } }',
  ),
  ofFeed('... on Poll { title viewerHasVoted viewerCanVote { allowed } questions { options { label } } }'),
  ofFeed(
    '... on Poll { results { ... on PollTally { turnout questions { options { votes } } } ... on HiddenResults { turnout } } }',
  ),
];

test('40 groups with 20,000 entries cost as many statements as one group with 20', async ({ app }) => {
  const small = await givenFeed(app, 1, 20);
  const large = await givenFeed(app, 40, 20_000);
  const few = await statementsOfPages(app, small, 1);
  const many = await statementsOfPages(app, large, 40);
  const start = performance.now();
  await readFeed(app, large.follower, large.place, pages[0] ?? '');
  const ms = Math.round(performance.now() - start);
  const counts = (of: string[][]): number[] => of.map((sent) => sent.length);
  console.log(`statements of three pages: ${counts(few).join(' ')} with 1 group and 20 entries,`);
  console.log(`${counts(many).join(' ')} with 40 groups and 20,000 entries (a page in ${ms} ms)`);
  expect(counts(many)).toEqual(counts(few));
  for (const sent of many) expect(sent.filter((sql) => sql.includes('feed_entry'))).toHaveLength(1);
});

const groupsSql = `insert into "group" (id, municipality_id, name, join_policy)
  select gen_random_uuid(), ?, 'Gruppe ' || n, 'OPEN' from generate_series(1, ?::int) n`;
const followSql = `insert into membership (group_id, person_id)
  select id, ? from "group" where municipality_id = ? and not is_town`;
const numbered = `select row_number() over (order by is_town, name) - 1 as n, id from "group" where municipality_id = ?`;

/**
 * Creates `count` entries in all groups of the town; of ten, eight are posts (half with a poll), one a poll, one an
 * issue.
 */
function fill(app: TestServer, place: Place, follower: Somebody, groups: number, count: number): Promise<void> {
  return app.services.em.fork().transactional((em) => fillWith(em as SqlEntityManager, place, follower, groups, count));
}

async function fillWith(
  em: SqlEntityManager,
  place: Place,
  follower: Somebody,
  groups: number,
  count: number,
): Promise<void> {
  const town = place.municipalityId;
  await em.execute(groupsSql, [town, groups]);
  await em.execute(followSql, [follower.personId, town]);
  await em.execute(
    `create temporary table planned on commit drop as select n, gen_random_uuid() as id, now() - n * interval '1 minute' as at,
      case n % 10 when 8 then 'POLL' when 9 then 'ISSUE' else 'POST' end as kind from generate_series(0, ?::int) n`,
    [count - 1],
  );
  await em.execute(
    `insert into post (id, municipality_id, title, body, html, excerpt, state, published_at, created_at, updated_at)
     select id, ?, 'Nachricht ' || n, '', '', '', 'PUBLISHED', at, at, at from planned where kind = 'POST'`,
    [town],
  );
  await em.execute(
    `insert into poll (id, municipality_id, group_id, post_id, title, opens_at, closes_at, opened_at, results_visibility,
       eligibility, turnout)
     select case kind when 'POLL' then p.id else gen_random_uuid() end, ?, g.id, case kind when 'POST' then p.id end,
       'Umfrage ' || p.n, at, now() + interval '1 day', at, 'LIVE', 'SIGNED_IN', 7
     from planned p join (${numbered}) g on g.n = p.n % (select count(*) from (${numbered}) x)
     where kind = 'POLL' or (kind = 'POST' and p.n % 2 = 0)`,
    [town, town, town],
  );
  await em.execute(
    `insert into question (id, poll_id, position, text, kind, min_choices, max_choices)
     select gen_random_uuid(), id, 0, 'Was', 'SINGLE', 1, 1 from poll where municipality_id = ?`,
    [town],
  );
  await em.execute(
    `insert into poll_option (id, question_id, position, label, votes)
     select gen_random_uuid(), q.id, n, 'Antwort ' || n, n from question q join poll p on p.id = q.poll_id,
       generate_series(1, 3) n where p.municipality_id = ?`,
    [town],
  );
  await em.execute(
    `insert into issue_category (id, municipality_id, name, kind, desk_id, position)
     values (gen_random_uuid(), ?, 'Straße', 'DEFECT', ?, 1)`,
    [town, place.deskId],
  );
  await em.execute(
    `insert into issue (id, municipality_id, reference, kind, category_id, status, lat, lon, text, locale, is_public,
       created_at, updated_at)
     select p.id, c.municipality_id, 'M-' || n, 'DEFECT', c.id, 'SUBMITTED', 50.6, 7.2, 'Loch', 'de', true, at, at
     from planned p, issue_category c where p.kind = 'ISSUE' and c.municipality_id = ?`,
    [town],
  );
  await em.execute(
    `insert into feed_entry (group_id, subject_id, municipality_id, kind, at)
     select g.id, p.id, ?, p.kind, p.at
     from planned p join (${numbered}) g on g.n = p.n % (select count(*) from (${numbered}) x)`,
    [town, town, town],
  );
}

async function readFeed(app: TestServer, who: Somebody, { ags }: Place, page: string): Promise<Data> {
  return (await askData(app.port, who, page, { ags })).municipality.feed;
}

interface Filled {
  readonly place: Place;
  readonly follower: Somebody;
}
async function givenFeed(app: TestServer, groups: number, count: number): Promise<Filled> {
  const place = await givenPlace(app);
  const follower = await givenPerson(app, place);
  await fill(app, place, follower, groups - 1, count);
  return { place, follower };
}

/** Statements that the server sends for each of the three pages. */
async function statementsOfPages(app: TestServer, { place, follower }: Filled, groups: number): Promise<string[][]> {
  const [first, , third] = await Promise.all(pages.map((page) => readFeed(app, follower, place, page)));
  expect(first.edges).toHaveLength(20);
  expect(first.streams).toHaveLength(groups);
  expect(new Set(first.edges.map(({ node }: Data) => node.kind))).toEqual(new Set(['POST', 'POLL', 'ISSUE']));
  expect(first.edges[0].node.subject).toMatchObject({ postTitle: 'Nachricht 0', poll: { title: 'Umfrage 0' } });
  const results = { turnout: 7, questions: [{ options: [{ votes: 1 }, { votes: 2 }, { votes: 3 }] }] };
  expect(third.edges[8].node.subject.results).toEqual(results);
  const statements = [];
  for (const page of pages) statements.push(await statementsOf(app, () => readFeed(app, follower, place, page)));
  return statements;
}
