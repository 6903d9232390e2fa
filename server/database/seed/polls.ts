import { v7 } from 'uuid';
import type { Services } from '../../kernel/context.ts';
import { ballotWriter } from '../../poll/poll.ballots.ts';
import { eligibilities, Poll, questionKinds, resultsVisibilities } from '../../poll/poll.entity.ts';
import { closePoll } from '../../poll/poll.opening.service.ts';
import { createPoll } from '../../poll/poll.service.ts';
import type { Person } from '../../kernel/actor.ts';
import { at } from './clock.ts';
import type { SeededGroup } from './groups.ts';
import { type Cast, staffOf } from './people.ts';
import { oneOf, type PollStory } from './story.ts';

/** Whose poll it is, and the post it is part of. */
export interface PollPlace {
  readonly group: SeededGroup;
  readonly postId: string | null;
}

/** Tells one poll through the services, at the times of the story. */
export async function seedPoll(services: Services, place: PollPlace, cast: Cast, story: PollStory): Promise<void> {
  const editor = staffOf(cast, 'redaktion');
  const poll = await createPoll(at(services, editor, story.opensInHours), inputOf(place, story));
  await castBallots(services, poll.id, place.group.members, story);
  if (story.closesInHours < 0) await endInThePast(services, poll.id, editor, story.closesInHours);
}

function inputOf({ group, postId }: PollPlace, story: PollStory) {
  const { title, description, question, changeAllowed } = story;
  const hours = Math.max(story.closesInHours, 24); // votes are counted by the database's clock: it must still be open
  return {
    ...{ groupId: group.id, postId, title, description, changeAllowed, idempotencyKey: v7() },
    questions: [{ ...question, kind: oneOf(questionKinds, question.kind) }],
    closesAt: new Date(Date.now() + hours * 3_600_000),
    resultsVisibility: oneOf(resultsVisibilities, story.resultsVisibility),
    eligibility: oneOf(eligibilities, story.eligibility),
  };
}

/** The first citizen has not voted yet: whoever looks around as this person can. */
async function castBallots(
  services: Services,
  pollId: string,
  voters: readonly Person[],
  story: PollStory,
): Promise<void> {
  const em = services.em.fork();
  const poll = await em.findOneOrFail(Poll, pollId, { populate: ['questions.options'] });
  const options = poll.questions[0]?.options.getItems() ?? [];
  const choices = story.ballots.flatMap(({ options: chosen, count }) => Array.from({ length: count }, () => chosen));
  const write = ballotWriter(services);
  const outcomes = await Promise.all(
    choices.map((chosen, i) => {
      const optionIds = options.filter((_, index) => chosen.includes(index)).map(({ id }) => id);
      return write({ pollId, personId: voters[i]?.id ?? '', optionIds });
    }),
  );
  const refused = outcomes.find(({ reason }) => reason !== null);
  if (refused !== undefined) throw new Error(`a vote of the story was refused: ${String(refused.reason)}`);
}

async function endInThePast(services: Services, pollId: string, editor: Person, hours: number): Promise<void> {
  const poll = await closePoll(at(services, editor, hours), pollId);
  await services.em.fork().nativeUpdate(Poll, pollId, { closesAt: poll.closedAt ?? poll.closesAt });
}
