import { type Act, edge, mutation } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import type { Town } from '../../testing/policy/town.ts';
import { givenEvent, type GivenEvent, storeEvent } from '../../testing/events.ts';
import { givenGroup, givenMember } from '../../testing/groups.ts';

/** A submitted event of a club, whose reviewers are the editors and admins of the town. */
const submitted = async (town: Town): Promise<GivenEvent> => {
  const { app, place } = town;
  const club = await clubOf(town);
  const author = await givenMember(app, place, club, { isPublisher: true });
  return givenEvent(app, place, author, { groupIds: [club.id], title: `Termin ${town.mark}` });
};
const clubOf = keptFor(({ app, place, mark }: Town) =>
  givenGroup(app, place, { name: `Theater ${mark}`, joinPolicy: 'OPEN', needsReview: true }),
);

const waiting = keptFor(submitted);
const inTown = keptFor(({ app, place, mark }: Town) => storeEvent(app, place, { title: `Termin ${mark}` }));

/** The town, with an event that waits for approval. */
async function townWithWaiting(town: Town): Promise<string> {
  await waiting(town);
  return town.id;
}

export const acts: readonly Act[] = [
  edge('Municipality.eventsInReview', townWithWaiting, 'admin', '{ edges { node { id title } } }'),
  edge('Event.review', async (town) => (await inTown(town)).id, 'admin', '{ isNeeded }'),
  mutation(
    'reviewEvent',
    'admin',
    ['reviewEvent(input: $input)', 'ReviewEventInput!', 'event { id }'],
    async (town) => {
      const { id: eventId, version } = await submitted(town);
      return { eventId, version, decision: 'APPROVE' };
    },
  ),
];
