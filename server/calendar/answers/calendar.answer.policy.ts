import { randomUUID } from 'node:crypto';
import { askData } from '../../testing/client.ts';
import { storeEvent, type StoredEvent } from '../../testing/events.ts';
import { type Act, edge, mutation, node } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import type { Town } from '../../testing/policy/town.ts';

const inTown = keptFor(({ app, place, mark }) => storeEvent(app, place, { title: `Termin ${mark}` }));
const inKita = keptFor(({ app, place, kita, mark }) =>
  storeEvent(app, place, { title: `Termin ${mark}`, groupIds: [kita.groupId] }),
);
/** Event that nobody answers. */
const unanswered = keptFor(({ app, place, kita }) => storeEvent(app, place, { groupIds: [kita.groupId] }));
const townSlot = async (town: Town): Promise<string> => (await inTown(town)).slotId;
const kitaSlot = async (town: Town): Promise<string> => (await inKita(town)).slotId;

async function answered({ app, citizen, mark }: Town, { slotId }: StoredEvent): Promise<string> {
  const query = 'mutation($input: AnswerEventInput!) { it: answerEvent(input: $input) { attendance { id } } }';
  const input = { slotId, answer: 'YES', name: `Ada ${mark}` };
  return (await askData(app.port, citizen, query, { input })).it.attendance.id;
}
/** YES of the citizen in a group of its own event; global id. */
const ownAnswer = keptFor(async (town) => answered(town, await storeEvent(town.app, town.place, {})));
const answeredEvent = keptFor(async (town) => {
  const event = await storeEvent(town.app, town.place, { title: `Termin ${town.mark}` });
  await answered(town, event);
  return event;
});

/** A new caller; global id of the answer. */
async function newCaller({ app, place, admin, mark }: Town): Promise<string> {
  const { slotId } = await storeEvent(app, place, {});
  const query = 'mutation($input: EnterCallerInput!) { it: enterCaller(input: $input) { attendance { id } } }';
  const input = { slotId, name: `Anruf ${mark}`, idempotencyKey: randomUUID() };
  return (await askData(app.port, admin, query, { input })).it.attendance.id;
}

function seatsOf(event: (town: Town) => Promise<StoredEvent>, witness: Act['witness'], variant?: string): Act {
  return {
    field: 'Subscription.eventSeats',
    ...(variant && { variant }),
    witness,
    prepare: async (town) => ({
      query: 'subscription($id: ID!) { it: eventSeats(occurrenceId: $id) { slots { id taken } } }',
      variables: { id: (await event(town)).occurrenceId },
    }),
  };
}

const answer = ['answerEvent(input: $input)', 'AnswerEventInput!', 'attendance { id }'] as const;
const reply = (slot: (town: Town) => Promise<string>) => async (town: Town) => ({
  slotId: await slot(town),
  answer: 'YES',
});

export const acts: readonly Act[] = [
  node('Attendance', ownAnswer, 'citizen'),
  edge('Attendance.slot', ownAnswer, 'citizen', '{ id }'),
  edge('Slot.attendances', async (town) => (await answeredEvent(town)).slotId, 'admin', '{ edges { node { name } } }'),
  edge('Slot.viewerAttendance', async (town) => (await answeredEvent(town)).slotId, 'citizen', '{ id name }'),
  edge('Occurrence.viewerAnswer', async (town) => (await answeredEvent(town)).occurrenceId, 'citizen', '{ id name }'),
  {
    field: 'Viewer.eventDates',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: async (town) => {
      await ownAnswer(town);
      return { query: '{ viewer { it: eventDates { edges { node { id } } } } }' };
    },
  },
  {
    field: 'Viewer.datesToAnswer',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: async (town) => {
      await unanswered(town);
      return {
        query: 'query($ags: String!) { viewer { it: datesToAnswer(ags: $ags) { id } } }',
        variables: { ags: town.place.ags },
      };
    },
  },
  mutation('answerEvent', 'citizen', answer, reply(townSlot)),
  mutation('answerEvent', 'citizen', answer, reply(kitaSlot), 'closed group'),
  mutation(
    'setCapacity',
    'admin',
    ['setCapacity(input: $input)', 'SetCapacityInput!', 'slot { id }'],
    async (town) => ({ slotId: await townSlot(town), capacity: 900 }),
  ),
  mutation(
    'changeSlots',
    'admin',
    ['changeSlots(input: $input)', 'ChangeSlotsInput!', 'event { id }'],
    async ({ app, place }) => {
      const { occurrenceId, slotId } = await storeEvent(app, place, { shift: 'Aufbau' });
      const changed = [{ slotId, title: 'Abbau' }];
      return { occurrenceId, version: 1, scope: 'ALL', changed, added: [{ title: 'Aufbau' }] };
    },
  ),
  mutation(
    'enterCaller',
    'admin',
    ['enterCaller(input: $input)', 'EnterCallerInput!', 'attendance { id }'],
    async (town) => ({ slotId: await townSlot(town), name: `Anruf ${town.mark}`, idempotencyKey: randomUUID() }),
  ),
  mutation(
    'removeCaller',
    'admin',
    ['removeCaller(input: $input)', 'RemoveCallerInput!', 'slot { id }'],
    async (town) => ({ attendanceId: await newCaller(town) }),
  ),
  mutation('checkIn', 'admin', ['checkIn(input: $input)', 'CheckInInput!', 'attendance { id }'], async (town) => ({
    attendanceId: await ownAnswer(town),
    isPresent: true,
  })),
  seatsOf(inTown, 'anonymous'),
  seatsOf(inKita, 'citizen', 'closed group'),
];
