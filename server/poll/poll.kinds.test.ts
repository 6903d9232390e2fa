import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { type Person, system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { readGlobalId } from '../kernel/ids.ts';
import { givenPeople, type Place, type Somebody } from '../testing/builders.ts';
import { givenPoll } from '../testing/polls.ts';
import { type TestServer } from '../testing/server.ts';
import { ballotWriter, type Vote } from './poll.ballots.ts';
import { TextAnswer } from './poll.answers.entity.ts';
import { Ballot, Poll, Question } from './poll.entity.ts';
import { closePoll } from './poll.opening.service.ts';
import { canVote } from './poll.rules.ts';
import { countRunOff } from './poll.runoff.rules.ts';
import { readStanding } from './poll.standing.service.ts';
import { test } from '../testing/fixtures.ts';

let people: Somebody[];

test.beforeAll(async ({ app, town }) => {
  people = await givenPeople(app, town, 300);
});
const required = { text: 'Warum?', kind: 'TEXT', options: [], isRequired: true };

test('rule and statement give the same answers for every kind of question, 3,000 ballots', async ({
  app,
  town,
  admin,
}) => {
  const poll = await given(app, town, admin, allKinds);
  const other = await given(app, town, admin, [single, ranking]);
  const seen = new Map<string | null, number>();
  for (let round = 0; round < 10; round++) {
    const votes = people.map((who) => ({ who, vote: someVote(poll, other.options.flat()) }));
    const reasons = await Promise.all(votes.map(({ who, vote }) => cast(app, poll.pollId, who, vote)));
    votes.forEach(({ vote }, i) => {
      expect([vote, reasons[i]]).toEqual([vote, flawOf(poll, vote)]);
      seen.set(reasons[i]!, (seen.get(reasons[i]!) ?? 0) + 1);
    });
  }
  console.log('ballots by answer:', Object.fromEntries(seen));
  const all = ['SAME_OPTION_TWICE', 'UNKNOWN_OPTION', 'UNKNOWN_QUESTION', 'TOO_MANY_RANKS', 'TOO_FEW_RANKS', null];
  for (const reason of [...all, 'TOO_MANY_CHOICES', 'TOO_FEW_CHOICES', 'ANSWER_MISSING'])
    expect([reason, seen.has(reason)]).toEqual([reason, true]);
});

test('who may vote, and when, is the same for every kind', async ({ app, town, admin }) => {
  for (const [question, first, second] of [
    [ranking, { ranked: [0, 1] }, { ranked: [1, 0] }],
    [optional, { text: 'Ja.' }, { text: 'Nein.' }],
  ] as const)
    for (const changeAllowed of [true, false])
      for (const isOpen of [true, false])
        for (const hasVoted of [true, false]) {
          const { pollId, questions, options } = await given(app, town, admin, [question], { changeAllowed });
          const who = people[7]!;
          const vote = (answer: { readonly ranked?: readonly number[]; readonly text?: string }) =>
            cast(app, pollId, who, {
              optionIds: [],
              ranked: answer.ranked?.map((i) => options[0]![i]!) ?? [],
              texts: answer.text === undefined ? {} : { [questions[0]!.id]: answer.text },
            });
          if (hasVoted) await vote(first);
          if (!isOpen) await app.services.em.fork().nativeUpdate(Poll, pollId, { closesAt: new Date(Date.now() - 1) });
          const ctx = forkContext(app.services, personOf(who));
          const poll = await ctx.em.findOneOrFail(Poll, pollId);
          const verdict = canVote(ctx.actor, poll, await readStanding(ctx, pollId), new Date());
          const said = verdict.allow ? null : verdict.code;
          const facts = [question.kind, changeAllowed, isOpen, hasVoted];
          if (hasVoted && isOpen) expect([facts, await vote(first)]).toEqual([facts, null]); // the same again
          expect([facts, await vote(second)]).toEqual([facts, said]);
        }
});

test('while it is open the first choices are counted; at the close the run-off is, and the ballots are gone', async ({
  app,
  town,
  admin,
}) => {
  const { pollId, questions, options } = await given(app, town, admin, [ranking, single]);
  const [names = [], where = []] = options;
  const lasting = new Map<string, string[]>();
  for (let round = 0; round < 3; round++) {
    await Promise.all(
      people.slice(0, 150).map(async (who) => {
        const ranked = [...new Set([oneOf(names), ...some(names, 2)])];
        expect(await cast(app, pollId, who, { optionIds: [oneOf(where)], ranked })).toBeNull();
        lasting.set(who.personId, ranked);
      }),
    );
    const [asked] = await read(app, pollId);
    const firsts = names.map((id) => [...lasting.values()].filter(([first]) => first === id).length);
    expect(asked!.options.getItems().map(({ votes }) => votes)).toEqual(firsts);
    expect(asked!.runOff ?? null).toBeNull();
  }
  await closePoll(forkContext(app.services, system), pollId);
  const counted = await read(app, pollId);
  const rankings = [...lasting.values()].map((ranked) => ({ ranked, count: 1 }));
  expect(counted[0]!.runOff).toEqual(countRunOff(names, rankings));
  expect(counted[1]!.runOff ?? null).toBeNull();
  expect(questions).toHaveLength(2);
  expect(await app.services.em.fork().count(Ballot, { poll: pollId })).toBe(0);
});

test('what people wrote is taken out of the ballots in no order, and not at all when fewer than five voted', async ({
  app,
  town,
  admin,
}) => {
  const write = async (voters: number): Promise<string[]> => {
    const { pollId, questions } = await given(app, town, admin, [required, optional]);
    const question = questions[0]!.id;
    for (let i = 0; i < voters; i++)
      expect(
        await cast(app, pollId, people[i]!, { optionIds: [], texts: { [question]: `Antwort ${String(i)}` } }),
      ).toBeNull();
    expect(await app.services.em.fork().count(TextAnswer, { question })).toBe(0);
    await closePoll(forkContext(app.services, system), pollId);
    expect(await app.services.em.fork().count(Ballot, { poll: pollId })).toBe(0);
    const kept: { text: string }[] = await app.services.em
      .fork()
      .execute('select text from text_answer where question_id = ? order by ctid', [question]);
    return kept.map(({ text }) => text);
  };
  expect(await write(4)).toEqual([]);
  const written = Array.from({ length: 60 }, (_, i) => `Antwort ${String(i)}`);
  const kept = await write(60);
  expect(kept.toSorted()).toEqual(written.toSorted());
  expect(kept).not.toEqual(written);
});

function personOf({ personId }: Somebody): Person {
  return { kind: 'person', id: personId, sessionId: randomUUID(), expiresAt: new Date(Date.now() + 60_000), roles: [] };
}

const single = { text: 'Wo?', kind: 'SINGLE', options: ['Rhein', 'Markt'] };
const multiple = { text: 'Was?', kind: 'MULTIPLE', minChoices: 0, maxChoices: 2, options: ['Bank', 'Baum', 'Licht'] };
const ranking = { text: 'Welcher Name?', kind: 'RANKING', maxChoices: 3, options: ['Ost', 'West', 'Süd', 'Nord'] };
const optional = { text: 'Und sonst?', kind: 'TEXT', options: [] };
const allKinds = [single, multiple, ranking, { ...ranking, text: 'Farbe?', minChoices: 0 }, required, optional];

interface Given {
  readonly pollId: string;
  readonly questions: readonly Question[];
  readonly options: readonly (readonly string[])[];
}

async function given(
  app: TestServer,
  town: Place,
  admin: Somebody,
  questions: readonly object[],
  more: object = {},
): Promise<Given> {
  const { id } = await givenPoll(app, town, admin, { questions, ...more });
  const pollId = readGlobalId(id)!.id;
  const found = await read(app, pollId);
  return { pollId, questions: found, options: found.map((one) => one.options.getItems().map((option) => option.id)) };
}
const read = (app: TestServer, pollId: string): Promise<Question[]> =>
  app.services.em.fork().find(Question, { poll: pollId }, { populate: ['options'], orderBy: { position: 1 } });
const cast = async (
  app: TestServer,
  pollId: string,
  who: Somebody,
  vote: Omit<Vote, 'pollId' | 'personId'>,
): Promise<string | null> => (await ballotWriter(app.services)({ pollId, personId: who.personId, ...vote })).reason;

/** Second implementation of the rules for the answers of a vote, compared with the statement. */
function flawOf(
  { questions, options }: Given,
  { optionIds, ranked = [], texts = {} }: Omit<Vote, 'pollId' | 'personId'>,
) {
  if (new Set(ranked).size < ranked.length) return 'SAME_OPTION_TWICE';
  const answers = questions.map(({ kind }, i) => {
    const chosen = kind === 'RANKING' ? ranked : optionIds;
    return chosen.filter((id) => options[i]?.includes(id)).length;
  });
  const known = answers.reduce((sum, n) => sum + n, 0);
  if (known < optionIds.length + ranked.length || ranked.some((id) => optionIds.includes(id))) return 'UNKNOWN_OPTION';
  const inWords = questions.filter(({ kind }) => kind === 'TEXT').map(({ id }) => id);
  if (Object.keys(texts).some((id) => !inWords.includes(id))) return 'UNKNOWN_QUESTION';
  const given = questions.map(({ id }, i) => (answers[i] ?? 0) + (id in texts ? 1 : 0));
  const much = questions.find(({ maxChoices }, i) => given[i]! > maxChoices);
  if (much !== undefined) return much.kind === 'RANKING' ? 'TOO_MANY_RANKS' : 'TOO_MANY_CHOICES';
  const little = questions.find(({ minChoices }, i) => given[i]! < minChoices);
  if (little === undefined) return null;
  return { RANKING: 'TOO_FEW_RANKS', TEXT: 'ANSWER_MISSING', SINGLE: 'TOO_FEW_CHOICES', MULTIPLE: 'TOO_FEW_CHOICES' }[
    little.kind
  ];
}

const some = <T>(from: readonly T[], most: number): T[] => {
  const urn = [...from];
  return Array.from({ length: Math.floor(Math.random() * (most + 1)) }, () =>
    urn.splice(Math.floor(Math.random() * urn.length), 1),
  ).flat();
};
const oneOf = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)]!;

function someVote({ questions, options }: Given, foreign: readonly string[]): Omit<Vote, 'pollId' | 'personId'> {
  const [where = [], what = [], name = [], color = []] = options;
  const isOdd = (): boolean => Math.random() < 0.07;
  const stray = (): string[] => (isOdd() ? [oneOf([...foreign, ...options.flat()])] : []);
  const optionIds = [
    ...new Set([...(isOdd() ? some(where, 2) : [oneOf(where)]), ...some(what, isOdd() ? 3 : 2), ...stray()]),
  ];
  const ranked = isOdd() ? [] : [oneOf(name), ...some(name, isOdd() ? 4 : 2)];
  const texts: Record<string, string> = {};
  for (const { id, kind } of questions) if (kind === 'TEXT' && !isOdd()) texts[id] = 'Weil es hilft.';
  if (isOdd()) texts[oneOf([randomUUID(), questions[0]!.id])] = 'anderswo';
  const distinct = isOdd() ? ranked : [...new Set(ranked)];
  return { optionIds, ranked: [...distinct, ...some(color, isOdd() ? 4 : 3), ...stray()], texts };
}
