import { randomUUID } from 'node:crypto';
import { graphql, type GraphQLSchema } from 'graphql';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { readGlobalId } from '../kernel/ids.ts';
import { createSchema } from '../schema.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { type GivenPoll, givenPoll } from '../testing/polls.ts';
import { askData, connect, type Data, watch } from '../testing/client.ts';
import { hasServers, startTestServer, type TestServer } from '../testing/server.ts';
import { aroundStatements, statementsOf } from '../testing/statements.ts';
import { ballotWriter, type VoteOutcome } from './poll.ballots.ts';

let app: TestServer;
let schema: GraphQLSchema;
let place: Place;
let admin: Somebody;
let people: Somebody[];

beforeAll(async () => {
  // A server of its own: its writer is stopped, and a second server shares its database.
  app = await startTestServer({ drainMs: 10_000 }, 'web');
  schema = await createSchema();
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  people = await givenPeople(app, place, 50);
});
afterAll(() => app.stop());

const uuidOf = (globalId: string): string => readGlobalId(globalId)?.id ?? '';
const run = (sql: string, values: unknown[] = []): Promise<Data[]> => app.services.em.fork().execute(sql, values);

function cast(who: Somebody, poll: GivenPoll, chosen: readonly string[], node = app): Promise<VoteOutcome> {
  const optionIds = chosen.map(uuidOf);
  return ballotWriter(node.services)({ pollId: uuidOf(poll.id), personId: who.personId, optionIds });
}

/** Counters of a poll and the number of rows that they count. */
async function counts({ id }: GivenPoll): Promise<Data> {
  const [row] = await run(
    `select turnout, (select count(*)::int from participation where poll_id = p.id) as people,
       (select json_agg(votes order by position) from poll_option where question_id in (select id from question where poll_id = p.id)) as tally,
       (select json_agg((select count(*)::int from ballot where o.id = any(option_ids)) order by position)
        from poll_option o where question_id in (select id from question where poll_id = p.id)) as ballots
     from poll p where id = ?`,
    [uuidOf(id)],
  );
  expect([row.turnout, row.tally]).toEqual([row.people, row.ballots]);
  return { turnout: row.turnout, tally: row.tally };
}

test('one batch, all verdicts: each voter gets their own, and the counters are what was counted', async () => {
  const elsewhere = await givenPlace(app, 'Anderswo');
  const theirAdmin = await givenStaff(app, elsewhere);
  const poll = await givenPoll(app, place, admin);
  const closed = await givenPoll(app, place, admin);
  await run('update poll set closes_at = now() where id = ?', [uuidOf(closed.id)]);
  const theirs = await givenPoll(app, elsewhere, theirAdmin, { eligibility: 'MEMBERS' });
  const [a, b, c, d] = people as [Somebody, Somebody, Somebody, Somebody];
  await cast(a, poll, [poll.options[0]!]);

  let outcomes: VoteOutcome[] = [];
  const statements = await statementsOf(app, async () => {
    outcomes = await Promise.all([
      cast(a, poll, [poll.options[1]!]), // changed
      cast(b, poll, [poll.options[0]!]),
      cast(b, poll, [poll.options[2]!]), // the later one stands
      cast(c, poll, [poll.options[0]!, poll.options[1]!]),
      cast(c, poll, [theirs.options[0]!]),
      cast(c, poll, []),
      cast(c, closed, [closed.options[0]!]),
      cast(c, theirs, [theirs.options[0]!]),
      cast(theirAdmin, theirs, [theirs.options[0]!]),
      cast(d, { id: closed.options[0]!, options: [] }, [poll.options[0]!]),
    ]);
  });
  expect(statements).toHaveLength(1);
  expect(outcomes.map(({ reason }) => reason)).toEqual([
    null,
    null,
    null,
    'TOO_MANY_CHOICES',
    'UNKNOWN_OPTION',
    'TOO_FEW_CHOICES',
    'POLL_NOT_OPEN',
    'NOT_ELIGIBLE',
    null,
    'POLL_NOT_OPEN',
  ]);
  expect(await counts(poll)).toEqual({ turnout: 2, tally: [0, 1, 1] });
  expect(await counts(theirs)).toEqual({ turnout: 1, tally: [1, 0, 0] });
  expect(await counts(closed)).toEqual({ turnout: 0, tally: [0, 0, 0] });
});

test('a batch that fails is redone one by one by the same statement: one bad vote harms nobody', async () => {
  const poll = await givenPoll(app, place, admin);
  const [guilty, ...others] = people.slice(0, 6);
  await run(`create function refuse_one() returns trigger language plpgsql as
    $$ begin if new.person_id = '${guilty!.personId}' then raise 'planted'; end if; return new; end $$`);
  await run('create trigger planted before insert on ballot for each row execute function refuse_one()');
  let outcomes: PromiseSettledResult<VoteOutcome>[] = [];
  const statements = await statementsOf(app, async () => {
    outcomes = await Promise.allSettled([guilty!, ...others].map((who) => cast(who, poll, [poll.options[1]!])));
  });
  await run('drop trigger planted on ballot');
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', ...others.map(() => 'fulfilled')]);
  expect(statements).toHaveLength(1 + outcomes.length);
  expect(new Set(statements).size).toBe(1);
  expect(await counts(poll)).toEqual({ turnout: 5, tally: [0, 5, 0] });
});

const vote = `mutation($input: CastVoteInput!) { castVote(input: $input) {
  poll { id viewerHasVoted } ballot { options { id } } userErrors { code } } }`;

const results = `subscription($id: ID!) { pollResults(pollId: $id) { __typename } }`;

test('fifty votes that arrive together cost as many statements as two, with all that the page asks', async () => {
  const poll = await givenPoll(app, place, admin);
  const votes = (who: readonly Somebody[]): Promise<string[]> =>
    statementsOf(app, async () => {
      const answers = await Promise.all(who.map((person, i) => execute(person, poll, poll.options[i % 3]!)));
      answers.forEach((answer, i) => {
        expect(answer).toEqual({
          poll: { id: poll.id, viewerHasVoted: true },
          ballot: { options: [{ id: poll.options[i % 3] }] },
          userErrors: [],
        });
      });
    });
  const two = await votes(people.slice(0, 2));
  expect(two).toHaveLength(1);
  expect(await votes(people)).toEqual(two);
  expect(await counts(poll)).toEqual({ turnout: 50, tally: [17, 17, 16] });
});

async function execute({ personId }: Somebody, poll: GivenPoll, option: string): Promise<Data> {
  const session = { sessionId: randomUUID(), expiresAt: new Date(Date.now() + 60_000), roles: [] };
  const actor: Person = { kind: 'person', id: personId, ...session };
  const variableValues = { input: { pollId: poll.id, optionIds: [option] } };
  const contextValue = forkContext(app.services, actor);
  const { data, errors } = await graphql({ schema, source: vote, variableValues, contextValue });
  expect(errors).toBeUndefined();
  return JSON.parse(JSON.stringify(data?.castVote));
}

test.skipIf(!hasServers)('two processes, two polls, crossing orders: no statement ever fails', async () => {
  const second = await startTestServer(app.config, 'web');
  const polls = [await givenPoll(app, place, admin), await givenPoll(app, place, admin)] as const;
  const failures: unknown[] = [];
  for (const node of [app, second]) {
    await aroundStatements(node, async (_text, send) => {
      try {
        return await send();
      } catch (error) {
        failures.push(error);
        throw error;
      }
    });
  }
  const rounds = Array.from({ length: 20 }, async (_, round) => {
    for (let turn = 0; turn < round; turn++) await new Promise(setImmediate);
    const votes = people.flatMap((who, i) => {
      const [node, other] = i % 2 === 0 ? [app, second] : [second, app];
      const order = (i + round) % 2 === 0 ? polls : [polls[1], polls[0]];
      return order.map((poll, n) => cast(who, poll!, [poll!.options[(i + round) % 3]!], n === 0 ? node : other));
    });
    return Promise.all(votes);
  });
  const outcomes = (await Promise.all(rounds)).flat();
  await second.stop();
  expect(failures).toEqual([]);
  expect(outcomes.every(({ reason }) => reason === null)).toBe(true);
  for (const poll of polls) expect(await counts(poll)).toMatchObject({ turnout: 50 });
});

test('asked to end, the process answers the votes in flight, refuses what comes later on a socket, and closes then', async () => {
  const own = await startTestServer({ drainMs: 10_000 }, 'web');
  const town = await givenPlace(own);
  const poll = await givenPoll(own, town, await givenStaff(own, town));
  const [byHttp, ...voters] = await givenPeople(own, town, 11);
  const sockets = voters.map((who) => connect(own.port, who));
  const open = sockets.map((socket) => watch(socket, results, { id: poll.id }));
  await Promise.all(open.map((one) => one.until(() => true)));

  const reached = Promise.withResolvers<undefined>();
  const gate = Promise.withResolvers<undefined>();
  await aroundStatements(own, async (text, send) => {
    if (!text.includes('insert into ballot')) return send();
    reached.resolve(undefined);
    await gate.promise; // a database that takes its time
    return send();
  });
  const input = { pollId: poll.id, optionIds: [poll.options[0]] };
  const cast = (socket: (typeof sockets)[number]) => watch(socket, vote, { input });
  const votes = sockets.map(cast);
  const voteByHttp = askData(own.port, byHttp!, vote, { input });
  await reached.promise;
  const stopping = own.stop();
  const late = cast(sockets[0]!);
  expect((await late.until(() => true)).errors?.[0]?.extensions).toMatchObject({ code: 'UNAVAILABLE', retryAfter: 2 });
  gate.resolve(undefined);
  const answers = await Promise.all(votes.map((one) => one.until(() => true)));
  expect(answers.every(({ data }) => data?.castVote.userErrors.length === 0)).toBe(true);
  expect((await voteByHttp).castVote.userErrors).toEqual([]);
  await stopping;
  await Promise.allSettled(sockets.map((socket) => socket.dispose())); // clients may be reconnecting
});
