import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Person, system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { DomainError, Refusal } from '../kernel/errors.ts';
import { givenPeople, givenPlace, givenStaff, type Place, type Somebody } from '../testing/builders.ts';
import { givenPoll } from '../testing/polls.ts';
import { hasServers, startTestServer, type TestServer } from '../testing/server.ts';
import { ballotWriter } from './poll.ballots.ts';
import { Poll, PollOption } from './poll.entity.ts';
import { readStanding } from './poll.standing.service.ts';
import { canVote } from './poll.rules.ts';
import { closePoll } from './poll.opening.service.ts';

let nodes: TestServer[];
let place: Place;
let admin: Somebody;
let people: Somebody[];

beforeAll(async () => {
  // A server of its own: a second server shares its database.
  const app = await startTestServer();
  nodes = hasServers ? [app, await startTestServer(app.config)] : [app];
  place = await givenPlace(app);
  admin = await givenStaff(app, place);
  people = await givenPeople(app, place, 200);
});
afterAll(async () => {
  for (const node of [...nodes].reverse()) await node.stop();
});

const node = (i: number): TestServer => nodes[i % nodes.length] ?? nodes[0]!;

interface OpenPoll {
  readonly pollId: string;
  readonly options: readonly string[];
}

async function openPoll(more: object = {}): Promise<OpenPoll> {
  const { id } = await givenPoll(node(0), place, admin, more);
  const pollId = uuidOf(id);
  const options = await node(0)
    .services.em.fork()
    .find(PollOption, { question: { poll: pollId } }, { orderBy: { position: 1 } });
  return { pollId, options: options.map((option) => option.id) };
}

async function counts(pollId: string): Promise<unknown> {
  const [row] = await node(0)
    .services.em.fork()
    .execute(
      `select (select sum(votes)::int from poll_option o join question q on q.id = o.question_id where q.poll_id = p.id) as tally,
       p.turnout, (select count(*)::int from ballot b where b.poll_id = p.id) as ballots,
       (select count(*)::int from participation t where t.poll_id = p.id) as people
     from poll p where p.id = ?`,
      [pollId],
    );
  return row;
}

test('200 people changing their vote ten times each at once: exactly 200', async () => {
  const { pollId, options } = await openPoll();
  const votes = Array.from({ length: 2000 }, (_, i) =>
    ballotWriter(node(i).services)({
      pollId,
      personId: people[i % 200]!.personId,
      optionIds: [options[Math.floor(Math.random() * 3)]!],
    }),
  );
  const outcomes = await Promise.all(votes);
  expect(outcomes.every(({ reason }) => reason === null)).toBe(true);
  expect(await counts(pollId)).toEqual({ tally: 200, turnout: 200, ballots: 200, people: 200 });
});

test('a final vote is counted once; the same vote again is no error, another one is', async () => {
  const { pollId, options } = await openPoll({ changeAllowed: false });
  const personId = people[0]!.personId;
  const cast = (option: number) => ballotWriter(node(0).services)({ pollId, personId, optionIds: [options[option]!] });
  const reasons = (await Promise.all([cast(0), cast(0), cast(1)])).map(({ reason }) => reason);
  expect(reasons).toEqual([null, null, 'VOTE_IS_FINAL']);
  expect([(await cast(0)).reason, (await cast(2)).reason]).toEqual([null, 'VOTE_IS_FINAL']);
  expect(await counts(pollId)).toEqual({ tally: 1, turnout: 1, ballots: 1, people: 1 });
});

test('an invalid vote beside a valid one of the same person in one batch harms neither', async () => {
  const { pollId, options } = await openPoll();
  const personId = people[1]!.personId;
  const write = ballotWriter(node(0).services);
  const [good, bad] = await Promise.all([
    write({ pollId, personId, optionIds: [options[0]!] }),
    write({ pollId, personId, optionIds: [randomUUID()] }),
  ]);
  expect([good.reason, bad.reason]).toEqual([null, 'UNKNOWN_OPTION']);
  expect(await counts(pollId)).toEqual({ tally: 1, turnout: 1, ballots: 1, people: 1 });
});

test('close race: what was acknowledged is counted, nothing after the close', async () => {
  let accepted = 0;
  let refused = 0;
  for (let round = 0; round < 5; round++) {
    const { pollId, options } = await openPoll();
    let mine = 0;
    const votes = people.slice(0, 100).map(async ({ personId }, i) => {
      for (let turn = 0; turn < i % 10; turn++) await new Promise(setImmediate);
      const vote = { pollId, personId, optionIds: [options[i % 3]!] };
      if ((await ballotWriter(node(i).services)(vote)).reason === null) mine++;
    });
    await new Promise(setImmediate);
    await Promise.all([...votes, closePoll(forkContext(node(round).services, system), pollId)]);
    expect(await counts(pollId)).toEqual({ tally: mine, turnout: mine, ballots: 0, people: mine });
    accepted += mine;
    refused += 100 - mine;
  }
  console.log(`close race, 5 rounds of 100: ${accepted} accepted and counted, ${refused} too late`);
});

test('the database clock closes: after closesAt nothing is accepted, whatever the process thinks', async () => {
  const { pollId, options } = await openPoll();
  await node(0)
    .services.em.fork()
    .nativeUpdate(Poll, pollId, { closesAt: new Date(Date.now() - 1) });
  const outcome = await ballotWriter(node(0).services)({
    pollId,
    personId: people[0]!.personId,
    optionIds: [options[0]!],
  });
  expect(outcome.reason).toBe('POLL_NOT_OPEN');
});

test('rule and statement give the same answers', async () => {
  const member = people[3]!;
  const [stranger] = await givenPeople(node(0), place, 1, false);
  for (const eligibility of ['SIGNED_IN', 'MEMBERS'])
    for (const changeAllowed of [true, false])
      for (const isOpen of [true, false])
        for (const voter of [member, stranger!])
          for (const hasVoted of [true, false]) {
            const { pollId, options } = await openPoll({ eligibility, changeAllowed });
            const write = ballotWriter(node(0).services);
            const vote = (option: number) => write({ pollId, personId: voter.personId, optionIds: [options[option]!] });
            if (hasVoted) await vote(0);
            if (!isOpen)
              await node(0)
                .services.em.fork()
                .nativeUpdate(Poll, pollId, { closesAt: new Date(Date.now() - 1) });
            const actor = personOf(voter);
            const ctx = forkContext(node(0).services, actor);
            const poll = await ctx.em.findOneOrFail(Poll, pollId);
            const verdict = canVote(actor, poll, await readStanding(ctx, pollId), new Date());
            const said = verdict.allow ? null : verdict.code;
            expect([eligibility, changeAllowed, isOpen, voter === member, hasVoted, (await vote(1)).reason]).toEqual([
              eligibility,
              changeAllowed,
              isOpen,
              voter === member,
              hasVoted,
              said,
            ]);
          }
});

test('more than thirty votes a minute are refused with a time to wait', async () => {
  const { castVote } = await import('./poll.vote.service.ts');
  const { pollId, options } = await openPoll();
  const ctx = () => forkContext(node(0).services, personOf(people[9]!));
  const answers = await Promise.allSettled(
    Array.from({ length: 31 }, () => castVote(ctx(), { pollId, optionIds: [options[0]!] })),
  );
  const refused = answers.filter((answer) => answer.status === 'rejected').map(({ reason }) => reason as unknown);
  expect(refused).toHaveLength(1);
  expect(refused[0]).toBeInstanceOf(DomainError);
  expect(refused[0]).toMatchObject({ code: 'RATE_LIMITED', data: { retryAfter: expect.any(Number) } });
  expect(refused[0]).not.toBeInstanceOf(Refusal);
});

function personOf({ personId }: Somebody): Person {
  return { kind: 'person', id: personId, sessionId: randomUUID(), expiresAt: new Date(Date.now() + 60_000), roles: [] };
}

function uuidOf(globalId: string): string {
  return Buffer.from(globalId, 'base64url').toString().split(':')[1]!;
}
