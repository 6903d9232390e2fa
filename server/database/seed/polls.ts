import { v7 } from 'uuid';
import type { Context, Services } from '../../kernel/context.ts';
import { ballotWriter } from '../../poll/poll.ballots.ts';
import { eligibilities, optionOrders, Poll, questionKinds, resultsVisibilities } from '../../poll/poll.entity.ts';
import { countSecretPoll } from '../../ballot/ballot.count.service.ts';
import { closePoll } from '../../poll/poll.opening.service.ts';
import { setOutcome } from '../../poll/poll.outcome.service.ts';
import type { QuestionInput } from '../../poll/poll.rules.ts';
import { createPoll } from '../../poll/poll.service.ts';
import type { Person } from '../../kernel/actor.ts';
import { seedBallots, type Told } from './ballots.ts';
import { at } from './clock.ts';
import type { SeededGroup } from './groups.ts';
import { type Cast, staffOf } from './people.ts';
import { seedPhotos } from './photos.ts';
import { oneOf, type PollStory } from './story.ts';

/** Group of the poll, and the post that contains it. */
export interface PollPlace {
  readonly townId: string;
  readonly group: SeededGroup;
  readonly postId: string | null;
}

/** Adds one poll through the services, at the times of the story. */
export async function seedPoll(services: Services, place: PollPlace, cast: Cast, story: PollStory): Promise<void> {
  const editor = staffOf(cast, 'redaktion');
  const ctx = at(services, editor, story.opensInHours);
  const pictures = await picturesOf(ctx, place.townId, story);
  const poll = await createPoll(at(services, editor, story.opensInHours), inputOf(place, story, pictures));
  const told = { services, pollId: poll.id, voters: place.group.members, story };
  await (story.isSecret === true ? seedBallots(told) : castBallots(told));
  if (story.closesInHours < 0) await endInThePast(services, poll.id, editor, story.closesInHours);
  if (story.outcome === undefined) return;
  const { by, hoursAgo, body } = story.outcome;
  await setOutcome(at(services, staffOf(cast, by), -hoursAgo), { pollId: poll.id, body: body.join('\n') });
}

/** Uploads the pictures of the options as the editor; returns their ids, null for options without a picture. */
async function picturesOf(ctx: Context, townId: string, { question: { pictures = [] } }: PollStory) {
  const ids: (string | null)[] = [];
  for (const picture of pictures) ids.push(picture && ((await seedPhotos(ctx, townId, [picture]))[0] ?? null));
  return ids;
}

function inputOf({ group, postId }: PollPlace, story: PollStory, pictures: readonly (string | null)[]) {
  const { title, description, question, changeAllowed } = story;
  const hours = Math.max(story.closesInHours, 24); // open by the database's clock, which counts votes
  return {
    groupId: group.id,
    postId,
    title,
    description,
    changeAllowed,
    idempotencyKey: v7(),
    questions: [questionOf(question, pictures), ...inWords(story)],
    variants: story.variants?.map(({ question: said, ...variant }) => ({ ...variant, questions: [said] })) ?? [],
    closesAt: new Date(Date.now() + hours * 3_600_000),
    resultsVisibility: oneOf(resultsVisibilities, story.resultsVisibility),
    eligibility: oneOf(eligibilities, story.eligibility),
    secrecy: story.isSecret === true ? ('SECRET' as const) : ('EVERYDAY' as const),
  };
}

function questionOf(question: PollStory['question'], pictures: readonly (string | null)[]): QuestionInput {
  const optionOrder = oneOf(optionOrders, question.optionOrder ?? 'FIXED');
  return { ...question, kind: oneOf(questionKinds, question.kind), optionOrder, pictures };
}

function inWords({ words }: PollStory): QuestionInput[] {
  return words === undefined ? [] : [{ ...words, kind: 'TEXT', options: [] }];
}

/** Casts the votes of the story. The first citizen does not vote, so that visitors with this account can. */
async function castBallots({ services, pollId, voters, story }: Told): Promise<void> {
  const em = services.em.fork();
  const poll = await em.findOneOrFail(Poll, pollId, { populate: ['questions.options'] });
  const [question, words] = poll.questions.getItems();
  const options = question?.options.getItems() ?? [];
  const choices = story.ballots.flatMap(({ options: chosen, count }) => Array.from({ length: count }, () => chosen));
  const write = ballotWriter(services);
  const outcomes = await Promise.all(
    choices.map((chosen, i) => {
      const marked = chosen.flatMap((index) => options[index]?.id ?? []);
      const answers = question?.kind === 'RANKING' ? { optionIds: [], ranked: marked } : { optionIds: marked };
      const text = story.texts?.[i];
      const texts = words !== undefined && text !== undefined ? { [words.id]: text } : {};
      return write({ pollId, personId: voters[i]?.id ?? '', ...answers, texts });
    }),
  );
  const refused = outcomes.find(({ reason }) => reason !== null);
  if (refused !== undefined) throw new Error(`a vote of the story was refused: ${String(refused.reason)}`);
}

async function endInThePast(services: Services, pollId: string, editor: Person, hours: number): Promise<void> {
  const poll = await closePoll(at(services, editor, hours), pollId);
  if (poll.secrecy === 'SECRET') await countSecretPoll(at(services, editor, hours), pollId);
  await services.em.fork().nativeUpdate(Poll, pollId, { closesAt: poll.closedAt ?? poll.closesAt });
}
