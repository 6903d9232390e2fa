import { afterAll, beforeAll, expect, test } from 'vitest';
import { givenPlace, givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { givenEvent, type GivenEvent } from '../../testing/events.ts';
import { givenGroup, type GivenGroup, givenMember } from '../../testing/groups.ts';
import { startTestServer, type TestServer } from '../../testing/server.ts';

const rounds = 6;

let app: TestServer;
let place: Place;
let editors: readonly Somebody[];
let publisher: Somebody;
let club: GivenGroup;
beforeAll(async () => {
  app = await startTestServer({ compareMs: 3_600_000 }, 'web');
  place = await givenPlace(app);
  editors = [await givenStaff(app, place, 'EDITOR'), await givenStaff(app, place, 'EDITOR')];
  club = await givenGroup(app, place, { name: 'Musikverein', joinPolicy: 'OPEN', needsReview: true });
  publisher = await givenMember(app, place, club, { isPublisher: true });
});
afterAll(() => app.stop());

const facts = 'event { title state version review { proposal { title } } } userErrors { code }';
const review = `mutation($input: ReviewEventInput!) { it: reviewEvent(input: $input) { ${facts} } }`;
const update = `mutation($input: UpdateEventInput!) { it: updateEvent(input: $input) { ${facts} } }`;
const read = 'query($id: ID!) { it: event(id: $id) { title state version } }';

const submitEvent = (title: string): Promise<GivenEvent> =>
  givenEvent(app, place, publisher, { title, groupIds: [club.id] });
const decide = async (who: Somebody | undefined, event: Data, decision = 'APPROVE'): Promise<Data> => {
  const reason = decision === 'RETURN' ? 'Bitte kürzer.' : null;
  const input = { eventId: event.id, version: event.version, decision, reason };
  return (await askData(app.port, who ?? {}, review, { input })).it;
};
const rewrite = async (event: Data, title: string): Promise<Data> =>
  (await askData(app.port, publisher, update, { input: { eventId: event.id, version: event.version, title } })).it;
const see = async (id: string): Promise<Data> => (await askData(app.port, publisher, read, { id })).it;
const codeOf = ({ userErrors }: Data): string => userErrors[0]?.code ?? 'DONE';
const isUnread = ({ state, title }: Data, seen: string): boolean => state === 'PUBLISHED' && title !== seen;

test('of two reviewers at once one wins, and the decision is stored once', async () => {
  const outcomes: string[] = [];
  for (let n = 0; n < rounds; n++) {
    const event = await submitEvent(`Konzert ${n}`);
    const both = await Promise.all([
      decide(editors[0], event),
      decide(editors[1], event, n % 2 ? 'RETURN' : 'APPROVE'),
    ]);
    const codes = both.map(codeOf);
    expect(codes.filter((code) => code === 'DONE')).toHaveLength(1);
    expect(codes.find((code) => code !== 'DONE')).toBe('NOT_IN_REVIEW');
    outcomes.push(codes.join());
  }
  const [row]: { decisions: number }[] = await app.services.em
    .fork()
    .execute('select count(*)::int as decisions from event_decision d join event e on e.id = d.event_id');
  expect(row?.decisions).toBe(outcomes.length);
});

test('nothing is published that the reviewer has not read, whoever is first', async () => {
  const seen = new Set<string>();
  for (let n = 0; n < rounds; n++) {
    const event = await submitEvent(`Lesung ${n}`);
    const asked = [() => decide(editors[0], event), () => rewrite(event, `Anders ${n}`)];
    const [one, other] = await Promise.all((n % 2 ? asked : asked.toReversed()).map((send) => send()));
    const codes = [one, other].map((answer) => codeOf(answer ?? {}));
    expect(codes.toSorted()).toEqual(['CONFLICT', 'DONE']);
    expect(isUnread(await see(event.id), `Lesung ${n}`)).toBe(false);
    seen.add(codes.join());
  }
  console.log(`approval against change: ${[...seen].join(' | ')}`);
});

test('control: an approval of whatever is there now publishes what the reviewer has not read', async () => {
  const event = await submitEvent('Vortrag');
  await rewrite(event, 'Anders');
  await decide(editors[0], { ...event, ...(await see(event.id)) });
  expect(isUnread(await see(event.id), 'Vortrag')).toBe(true);
});
