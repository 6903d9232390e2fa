import { expect } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { givenGroup, givenMember } from '../testing/groups.ts';
import { givenPost } from '../testing/posts.ts';
import { ask, askData, type Data } from '../testing/client.ts';
import { type TestServer } from '../testing/server.ts';
import { statementsOf } from '../testing/statements.ts';
import { quietTest as test } from '../testing/fixtures.ts';

let editor: Somebody;
let members: Somebody[];
let council: string;

test.beforeAll(async ({ app, town: place }) => {
  editor = await givenStaff(app, place, 'EDITOR');
  members = await givenPeople(app, place, 3);
  const group = await givenGroup(app, place, { name: 'Rat' });
  for (const who of [...members.slice(0, 2), editor]) await givenMember(app, place, group, { who });
  council = group.id;
  const town = toGlobalId('Group', place.groupId);
  await givenPost(app, place, editor, { title: 'Erster' });
  await givenPost(app, place, editor, { title: 'Im Rat', groupIds: [council] });
  await givenPost(app, place, editor, { title: 'Überall', groupIds: [town, council] });
});

test('each list shows to each only what is theirs, in its order', async ({ app, town: place, admin }) => {
  await givenPost(app, place, editor, { title: 'Entwurf', isDraft: true });
  await givenPost(app, place, editor, { title: 'Übermorgen', publishAt: inHours(48) });
  await givenPost(app, place, editor, { title: 'Morgen', publishAt: inHours(24) });
  expect(await titles(app, place, {})).toEqual(['Überall', 'Erster']);
  expect(await titles(app, place, members[2]!)).toEqual(['Überall', 'Erster']);
  expect(await titles(app, place, members[0]!)).toEqual(['Überall', 'Im Rat', 'Erster']);
  expect(await titles(app, place, editor)).toEqual(['Überall', 'Im Rat', 'Erster']);
  expect(await titles(app, place, admin)).toEqual(['Überall', 'Erster']);
  expect(await titles(app, place, editor, { state: 'SCHEDULED' })).toEqual(['Morgen', 'Übermorgen']);
  await givenPost(app, place, editor, { title: 'Entwurf im Rat', isDraft: true, groupIds: [council] });
  for (const who of [{}, members[0]!]) {
    for (const state of ['DRAFT', 'SCHEDULED', 'WITHDRAWN'])
      expect(await titles(app, place, who, { state })).toEqual([]);
  }
  expect(await titles(app, place, editor, { state: 'DRAFT' })).toEqual(['Entwurf im Rat', 'Entwurf']);
  expect(await titles(app, place, admin, { state: 'DRAFT' })).toEqual(['Entwurf']);
});

test('pages follow each other without gap or repeat', async ({ app, town: place }) => {
  const seen: string[] = [];
  let after: string | null = null;
  do {
    const { municipality } = await askData(app.port, editor, list, { ags: place.ags, first: 1, after });
    seen.push(...municipality.posts.edges.map(({ node }: Data) => node.title));
    after = municipality.posts.pageInfo.hasNextPage ? municipality.posts.pageInfo.endCursor : null;
  } while (after !== null);
  expect(seen).toEqual(['Überall', 'Im Rat', 'Erster']);
});

test('the statements of a page do not grow with the posts on it', async ({ app }) => {
  const other = await givenPlace(app, 'Vielstadt');
  const admin = await givenStaff(app, other);
  const sentForPage = () => statementsOf(app, () => askData(app.port, admin, list, { ags: other.ags, first: 20 }));
  for (let n = 0; n < 3; n++) await givenPost(app, other, admin);
  const few = await sentForPage();
  for (let n = 0; n < 15; n++) await givenPost(app, other, admin);
  const many = await sentForPage();
  console.log(`statements of a page: ${few.length} for 3 posts, ${many.length} for 18`);
  expect(many).toHaveLength(few.length);
});

test('a preview is for people who are signed in, and bounded', async ({ app }) => {
  const preview = 'query($text: String!) { markdown(text: $text) }';
  const text = '# Titel\n[x](javascript:alert(1))';
  expect((await askData(app.port, editor, preview, { text })).markdown).toBe(
    '<h3>Titel</h3>\n<p>[x](javascript:alert(1))</p>\n',
  );
  expect((await ask(app.port, {}, preview, { text })).errors?.[0]?.extensions.code).toBe('UNAUTHENTICATED');
  const long = await ask(app.port, editor, preview, { text: 'x'.repeat(20_001) });
  expect(long.errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
});

const list = `query($ags: String!, $state: PostState, $first: Int!, $after: PageCursor) {
  municipality(ags: $ags) { posts(state: $state, first: $first, after: $after) {
    edges { node { id title sender groups { name } lastChange { change } viewerCanEdit { allowed } } }
    pageInfo { hasNextPage endCursor } } } }`;
const inHours = (hours: number): string => new Date(Date.now() + hours * 3_600_000).toISOString();

async function titles(app: TestServer, place: Place, who: Partial<Somebody>, more: object = {}): Promise<string[]> {
  const { municipality } = await askData(app.port, who, list, { ags: place.ags, first: 50, ...more });
  return municipality.posts.edges.map(({ node }: Data) => node.title);
}
