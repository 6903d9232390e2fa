import { toGlobalId } from '../kernel/ids.ts';
import { givenAttachment } from '../testing/attachments.ts';
import { askData } from '../testing/client.ts';
import { eventInput, givenEvent, type GivenEvent, storeEvent, type StoredEvent } from '../testing/events.ts';
import { aboutAsker, type Act, edge, mutation, node } from '../testing/policy/act.ts';
import { keptFor } from '../testing/policy/kept.ts';
import { givenPhoto } from '../testing/photos.ts';
import { secondAdmin, type Town } from '../testing/policy/town.ts';

const inTown = keptFor(({ app, place, mark }) => storeEvent(app, place, { title: `Termin ${mark}` }));
const inKita = keptFor(({ app, place, kita, mark }) =>
  storeEvent(app, place, { title: `Termin ${mark}`, groupIds: [kita.groupId], rule: 'FREQ=DAILY;COUNT=1' }),
);
const drafted = keptFor(({ app, place, admin, mark }) =>
  storeEvent(app, place, { title: `Termin ${mark}`, state: 'DRAFT', authorId: admin.personId }),
);

/** The list of drafts holds only those of the viewer. */
const draftOfClerk = keptFor(({ app, place, clerk, mark }) =>
  storeEvent(app, place, { title: `Termin ${mark}`, state: 'DRAFT', authorId: clerk.personId }),
);

/** An event with a picture and a PDF in a closed group. */
const withFiles = keptFor(async ({ app, place, author, kita }) => {
  const attachmentId = await givenAttachment(app, place, author);
  const { id } = await givenEvent(app, place, author, {
    groupIds: [kita.id],
    pictures: [{ photoId: await givenPhoto(app, place, author), alt: 'Die neue Rutsche' }],
    attachments: [{ attachmentId, title: 'Plakat', summary: 'Samstag um 15 Uhr.' }],
  });
  return id;
});

async function posterOf(town: Town): Promise<string> {
  const query = 'query($id: ID!) { event(id: $id) { attachments { id } } }';
  return (await askData(town.app.port, town.author, query, { id: await withFiles(town) })).event.attachments[0].id;
}

const eventIn = (stored: (town: Town) => Promise<StoredEvent>) => async (town: Town) => (await stored(town)).id;
const dateIn = (stored: (town: Town) => Promise<StoredEvent>) => async (town: Town) =>
  (await stored(town)).occurrenceId;
const slotIn = (stored: (town: Town) => Promise<StoredEvent>) => async (town: Town) => (await stored(town)).slotId;

function read(
  query: 'event' | 'occurrence',
  target: (town: Town) => Promise<string>,
  witness: Act['witness'],
  variant?: string,
): Act {
  return {
    field: `Query.${query}`,
    ...(variant && { variant }),
    witness,
    prepare: async (town) => ({
      query: `query($id: ID!) { it: ${query}(id: $id) { id } }`,
      variables: { id: await target(town) },
    }),
  };
}

/** The town, with this event. */
async function townWith(stored: (town: Town) => Promise<StoredEvent>, town: Town): Promise<string> {
  await stored(town);
  return town.id;
}

/** The group of the town, with an event. */
async function townGroup(town: Town): Promise<string> {
  await inTown(town);
  return toGlobalId('Group', town.place.groupId);
}

/** New event for a single cell of the tenant matrix, because the operation changes its state. */
const made = async (town: Town, isDraft: boolean): Promise<GivenEvent> =>
  givenEvent(town.app, town.place, await secondAdmin(town), { isDraft, title: `Termin ${town.mark}` });

/** Input for the only date of a new event. */
async function dateInput(town: Town): Promise<object> {
  const { version, occurrences } = await made(town, false);
  return { occurrenceId: occurrences.nodes[0]?.id, version, scope: 'THIS' };
}

const create = (isDraft: boolean, variant: string): Act =>
  mutation(
    'createEvent',
    'admin',
    ['createEvent(input: $input)', 'CreateEventInput!', 'event { id }'],
    ({ place }) => eventInput(place, { isDraft }),
    variant,
  );

/** Rule of a series that begins tomorrow. */
function preview(): string {
  const [day] = new Date(Date.now() + 86_400_000).toISOString().split('T');
  return `{ it: eventDates(dates: { startsAt: "${day}T18:00:00Z", endsAt: "${day}T19:00:00Z", isAllDay: false,
    recurrence: { frequency: DAILY, count: 3 } }) { isComplete dates { startsAt } } }`;
}

export const acts: readonly Act[] = [
  aboutAsker('Query.eventDates', 'citizen', preview()),
  read('event', eventIn(inTown), 'anonymous'),
  read('event', eventIn(inKita), 'citizen', 'closed group'),
  read('event', eventIn(drafted), 'admin', 'draft'),
  read('occurrence', dateIn(inTown), 'anonymous'),
  read('occurrence', dateIn(inKita), 'citizen', 'closed group'),
  read('occurrence', dateIn(drafted), 'admin', 'draft'),
  node('Event', eventIn(inTown), 'anonymous'),
  node('Event', eventIn(inKita), 'citizen', 'closed group'),
  node('Event', eventIn(drafted), 'admin', 'draft'),
  node('Occurrence', dateIn(inTown), 'anonymous'),
  node('Occurrence', dateIn(inKita), 'citizen', 'closed group'),
  node('Slot', slotIn(inTown), 'anonymous'),
  node('Slot', slotIn(inKita), 'citizen', 'closed group'),
  node('Slot', slotIn(drafted), 'admin', 'draft'),
  node('Attachment', posterOf, 'citizen', 'of an event in a closed group'),
  edge('Event.attachments', withFiles, 'citizen', '{ title url }'),
  edge('Event.cover', withFiles, 'citizen', '{ alt small { url } }'),
  edge('Event.groups', eventIn(inKita), 'citizen', '{ id name }'),
  edge('Event.municipality', eventIn(inKita), 'citizen', '{ id }'),
  edge('Event.nextOccurrence', eventIn(inKita), 'citizen', '{ id startsAt }'),
  edge('Event.occurrences', eventIn(inKita), 'citizen', '{ edges { node { id startsAt } } }'),
  edge('Event.pictures', withFiles, 'citizen', '{ alt small { url } }'),
  edge('Event.plannedSlots', eventIn(inKita), 'citizen', '{ kind capacity }'),
  edge('Event.recurrence', eventIn(inKita), 'citizen', '{ frequency count nthWeekday { nth } }'),
  edge('Event.variants', eventIn(inKita), 'citizen', '{ locale title body html excerpt }'),
  edge('Occurrence.event', dateIn(inKita), 'citizen', '{ id title }'),
  edge('Occurrence.slots', dateIn(inKita), 'citizen', '{ id taken }'),
  edge('Slot.occurrence', slotIn(inKita), 'citizen', '{ id startsAt }'),
  edge(
    'Municipality.occurrences',
    (town) => townWith(inTown, town),
    'anonymous',
    '{ edges { node { id event { title } } } }',
  ),
  edge('Municipality.eventDrafts', (town) => townWith(draftOfClerk, town), 'clerk', '{ edges { node { id title } } }'),
  edge('Group.occurrences', townGroup, 'anonymous', '{ edges { node { id event { title } } } }'),
  edge('Group.nextOccurrence', townGroup, 'anonymous', '{ id event { title } }'),
  create(false, 'published at once'),
  create(true, 'draft'),
  mutation(
    'updateEvent',
    'admin',
    ['updateEvent(input: $input)', 'UpdateEventInput!', 'event { id }'],
    async (town) => {
      const { id: eventId, version } = await made(town, true);
      return { eventId, version, title: `Termin ${town.mark}` };
    },
  ),
  mutation(
    'publishEvent',
    'admin',
    ['publishEvent(input: { eventId: $input })', 'ID!', 'event { id }'],
    async (town) => (await made(town, true)).id,
  ),
  mutation(
    'withdrawEvent',
    'admin',
    ['withdrawEvent(input: { eventId: $input })', 'ID!', 'event { id }'],
    async (town) => (await made(town, false)).id,
  ),
  mutation(
    'changeOccurrences',
    'admin',
    ['changeOccurrences(input: $input)', 'ChangeOccurrencesInput!', 'event { id }'],
    async (town) => ({ ...(await dateInput(town)), place: 'Turnhalle' }),
  ),
  mutation(
    'cancelOccurrences',
    'admin',
    ['cancelOccurrences(input: $input)', 'CancelOccurrencesInput!', 'event { id }'],
    dateInput,
  ),
];
