import { expect } from 'vitest';
import { givenPlace, type Place } from '../testing/builders.ts';
import { askData, type Data } from '../testing/client.ts';
import { setTime } from '../testing/clocks.ts';
import { storeEvent } from '../testing/events.ts';
import { givenGroup } from '../testing/groups.ts';
import { type TestServer } from '../testing/server.ts';
import { test } from '../testing/fixtures.ts';

test.afterEach(({ app }) => {
  setTime(app);
});

test('dates of the local day that are not over are shown, also cancelled ones, and none of a closed group', async ({
  app,
  at,
}) => {
  const place = await givenPlace(app);
  const closed = await givenGroup(app, place, { joinPolicy: 'CLOSED' });
  at('2027-01-20T20:00:00Z'); // 21:00 in Berlin
  const stored = [
    { title: 'Ausstellung', startsAt: new Date('2027-01-18T09:00:00Z'), minutes: 14 * 1440 },
    { title: 'Vorbei', startsAt: new Date('2027-01-20T17:00:00Z') },
    { title: 'Läuft', startsAt: new Date('2027-01-20T19:00:00Z') },
    { title: 'Spät', startsAt: new Date('2027-01-20T22:30:00Z'), dateState: 'CANCELLED' as const },
    { title: 'Morgen', startsAt: new Date('2027-01-20T23:30:00Z') },
    { title: 'Geheim', startsAt: new Date('2027-01-20T21:00:00Z'), groupIds: [closed.groupId] },
    { title: 'Entwurf', startsAt: new Date('2027-01-20T21:00:00Z'), state: 'DRAFT' as const },
  ];
  for (const facts of stored) await storeEvent(app, place, facts);
  expect(await eventsOfToday(app, place)).toEqual(['Läuft PLANNED', 'Spät CANCELLED']);
});

test('two dates leave room for other entries', async ({ app, at }) => {
  const place = await givenPlace(app);
  at('2027-01-20T09:00:00Z');
  for (const hour of [14, 12, 13])
    await storeEvent(app, place, { title: `${hour} Uhr`, startsAt: new Date(`2027-01-20T${hour}:00:00Z`) });
  expect(await eventsOfToday(app, place)).toEqual(['12 Uhr PLANNED', '13 Uhr PLANNED']);
});

const query = `query($ags: String!) { municipality(ags: $ags) { today { kind at until
  subject { ... on Occurrence { state event { title } } } } } }`;

/** Events of today as a visitor without an account sees them. */
async function eventsOfToday(app: TestServer, place: Place): Promise<string[]> {
  const { municipality }: Data = await askData(app.port, {}, query, { ags: place.ags });
  return municipality.today
    .filter(({ kind }: Data) => kind === 'EVENT')
    .map(({ subject }: Data) => `${subject.event.title} ${subject.state}`);
}
