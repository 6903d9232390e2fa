import Fastify from 'fastify';
import mercurius from 'mercurius';
import { findPerson, pool } from './people.ts';
import { pageTypeDefs } from './page.schema.ts';
import * as sql from './page.sql.ts';
import { isListening, setting } from './schema.ts';

/** The citizens' home page by Mercurius (jit) with its loaders and pg: one statement per kind of object on the page. */
interface Row {
  readonly id: string;
  readonly [name: string]: any; // eslint-disable-line @typescript-eslint/no-explicit-any -- rows as they come
}
interface Who {
  readonly personId: string | undefined;
}
interface Asked {
  readonly obj: Row;
}
const fewVoters = 5;
const excerptLength = 280;

async function rows(name: string, text: string, values: readonly unknown[]): Promise<Row[]> {
  return (await pool.query<Row>({ name, text, values: [...values] })).rows;
}

function globalId(type: string) {
  return ({ id }: Row): string => Buffer.from(`${type}:${id}`).toString('base64url');
}

async function readFeed(town: Row, { first }: { first: number }, { personId }: Who): Promise<object> {
  const groups = await rows('followed', sql.followedSql, [town.id, personId ?? null]);
  const entries = await rows('newest', sql.newestSql, [groups.map(({ id }) => id), first + 1]);
  const page = entries.slice(0, first);
  const edges = page.map((entry) => ({
    node: { ...entry, because: groups.filter(({ id }) => (entry.groupIds as string[]).includes(id)) },
  }));
  const endCursor = Buffer.from(JSON.stringify([page.at(-1)?.at, page.at(-1)?.id])).toString('base64url');
  const streams = groups.map((group) => ({ group, cursor: `${group.version}` }));
  return { edges, pageInfo: { hasNextPage: entries.length > first, endCursor }, streams };
}

/** Loader of one related row per object: one statement reads all, and `column` holds the key of each row's object. */
function one(name: string, text: string, keyOf: (obj: Row) => string, column: string) {
  return async (asked: readonly Asked[]): Promise<(Row | null)[]> => {
    const found = await rows(name, text, [asked.map(({ obj }) => keyOf(obj))]);
    const byKey = new Map(found.map((row) => [row[column] as string, row]));
    return asked.map(({ obj }) => byKey.get(keyOf(obj)) ?? null);
  };
}

async function subjects(asked: readonly Asked[]): Promise<(object | null)[]> {
  const ids = (kind: string): string[] => asked.filter(({ obj }) => obj.kind === kind).map(({ obj }) => obj.id);
  const posts = rows('posts', sql.postsSql, [ids('POST')]);
  const polls = ids('POLL').length === 0 ? [] : rows('polls', sql.pollsSql, [ids('POLL')]);
  const all = [
    ...(await posts).map((post) => ({ ...post, __typename: 'Post' })),
    ...(await polls).map((poll) => ({ ...poll, __typename: 'Poll' })),
  ];
  const byId = new Map(all.map((subject: Row) => [subject.id, subject]));
  return asked.map(({ obj }) => byId.get(obj.id) ?? null);
}

async function questionsOf(asked: readonly Asked[]): Promise<Row[][]> {
  const found = await rows('questions', sql.questionsSql, [asked.map(({ obj }) => obj.id)]);
  return asked.map(({ obj }) => found.filter(({ pollId }) => pollId === obj.id));
}

async function standingsOf(asked: readonly Asked[], { personId }: Who): Promise<(Row | undefined)[]> {
  const found = await rows('standings', sql.standingsSql, [asked.map(({ obj }) => obj.id), personId ?? null]);
  return asked.map(({ obj }) => found.find(({ id }) => id === obj.id));
}

async function resultsOf(asked: readonly Asked[], who: Who): Promise<object[]> {
  const [questions, standings] = await Promise.all([questionsOf(asked), standingsOf(asked, who)]);
  return asked.map(({ obj }, n) => {
    const { turnout, closedAt } = obj;
    const cursor = `${standings[n]?.version}`;
    if (closedAt === null && (turnout as number) < fewVoters)
      return { __typename: 'HiddenResults', turnout, hiddenBecause: 'FEW_VOTERS', cursor };
    const counted = questions[n]?.map((question) => {
      const options = (question.options as Row[]).map((option) => ({
        ...option,
        optionId: globalId('PollOption')(option),
      }));
      return { question, options };
    });
    return { __typename: 'PollTally', turnout, isFinal: closedAt !== null, questions: counted, cursor };
  });
}

function stateOf({ closedAt, openedAt }: Row): string {
  if (closedAt !== null) return 'CLOSED';
  return openedAt === null ? 'SCHEDULED' : 'OPEN';
}

function mayVote(poll: Row, standing: Row | undefined, { personId }: Who) {
  if (personId === undefined) return { allowed: false, code: 'UNAUTHENTICATED' };
  if (stateOf(poll) !== 'OPEN') return { allowed: false, code: 'POLL_NOT_OPEN' };
  return standing?.isElector === true ? { allowed: true, code: null } : { allowed: false, code: 'NOT_ELIGIBLE' };
}

const mayNotClose = ({ personId }: Who) => ({
  allowed: false,
  code: personId === undefined ? 'UNAUTHENTICATED' : 'FORBIDDEN',
});

const app = Fastify();
await app.register(mercurius, {
  schema: pageTypeDefs,
  jit: 1,
  context: async ({ headers }): Promise<Who> => ({ personId: await findPerson(headers.cookie) }),
  resolvers: {
    Query: {
      municipality: async (_root: unknown, { ags }: { ags: string }) =>
        (await rows('town', 'select id from municipality where ags = $1', [ags]))[0],
    },
    Municipality: { id: globalId('Municipality'), feed: readFeed as never },
    Group: { id: globalId('Group') },
    FeedEntry: { id: globalId('FeedEntry') },
    Question: { id: globalId('Question') },
    PollOption: { id: globalId('PollOption') },
    Post: { id: globalId('Post'), excerpt: ({ body }: Row) => (body as string).slice(0, excerptLength) },
    Poll: {
      id: globalId('Poll'),
      state: stateOf,
      viewerCanClose: (_poll: Row, _args: unknown, who: unknown) => mayNotClose(who as Who),
    },
    FeedSubject: { resolveType: ({ __typename }: { __typename: string }) => __typename },
    PollResults: { resolveType: ({ __typename }: { __typename: string }) => __typename },
  } as never,
  loaders: {
    FeedEntry: { subject: subjects },
    Post: {
      poll: one('pollsOfPosts', sql.pollsOfPostsSql, ({ id }) => id, 'postId'),
      lastChange: one('revisions', sql.revisionsSql, ({ id }) => id, 'postId'),
    },
    Poll: {
      questions: questionsOf,
      group: one('groups', sql.groupsSql, ({ groupId }) => groupId as string, 'id'),
      results: resultsOf,
      viewerHasVoted: async (asked: readonly Asked[], who: Who) =>
        (await standingsOf(asked, who)).map((standing) => standing?.hasVoted === true),
      viewerCanVote: async (asked: readonly Asked[], who: Who) =>
        (await standingsOf(asked, who)).map((standing, n) => mayVote(asked[n]?.obj ?? { id: '' }, standing, who)),
    },
  } as never,
});
await app.listen({ port: Number(setting('PORT')), host: '127.0.0.1' });
isListening();
