import { expect } from 'vitest';
import { type Somebody } from '../../testing/builders.ts';
import { askData, connect, type Data, watch } from '../../testing/client.ts';
import { givenEvent, type GivenEvent } from '../../testing/events.ts';
import { type TestServer } from '../../testing/server.ts';
import { test } from '../../testing/fixtures.ts';

test('an open page learns at once that a date was moved, cancelled or withdrawn', async ({ app, town, admin }) => {
  const event: GivenEvent = await givenEvent(app, town, admin);
  const other = await givenEvent(app, town, admin);
  const [date] = event.occurrences.nodes;
  if (date === undefined) throw new Error('no date');
  const reader = connect(app.port, {});
  const stream = watch(reader, seats, { id: date.id });
  const control = watch(reader, seats, { id: other.occurrences.nodes[0]?.id ?? '' });
  const seen = (matches: (occurrence: Data) => boolean) =>
    stream.until(({ data }) => data?.it !== undefined && matches(data.it.occurrence));
  await seen(({ state }) => state === 'PLANNED');
  await control.until(({ data }) => data?.it !== undefined);

  const startsAt = new Date(Date.parse(date.startsAt) + 3_600_000).toISOString();
  const moved = { occurrenceId: date.id, scope: 'THIS', startsAt, version: event.version };
  const version = await act(app, admin, 'changeOccurrences', moved);
  const { data } = await seen((occurrence) => occurrence.event.version === version);
  expect(Date.parse(data.it.occurrence.startsAt)).toBe(Date.parse(startsAt));

  await act(app, admin, 'cancelOccurrences', { occurrenceId: date.id, scope: 'ALL', version });
  await seen((occurrence) => occurrence.event.state === 'CANCELLED');
  await act(app, admin, 'withdrawEvent', { eventId: event.id });
  await seen((occurrence) => occurrence.event.state === 'WITHDRAWN');
  // Control: nobody announced the other event, and a new reader is refused.
  expect(control.messages).toHaveLength(1);
  const late = watch(reader, seats, { id: date.id });
  await late.ended;
  expect(late.messages.map(({ errors }) => errors?.[0]?.extensions?.code)).toEqual(['NOT_FOUND']);
  await reader.dispose();
});

const seats = `subscription($id: ID!) { it: eventSeats(occurrenceId: $id) {
  occurrence { startsAt state event { state version title } } slots { taken } } }`;

async function act(app: TestServer, admin: Somebody, name: string, input: object): Promise<number> {
  const type = `${name[0]?.toUpperCase()}${name.slice(1)}Input!`;
  const query = `mutation($input: ${type}) { it: ${name}(input: $input) { event { version } userErrors { code } } }`;
  const { it }: Data = await askData(app.port, admin, query, { input });
  expect(it.userErrors).toEqual([]);
  return it.event.version;
}
