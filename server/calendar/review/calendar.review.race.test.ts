import { expect } from 'vitest';
import { givenStaff, type Place, type Somebody } from '../../testing/builders.ts';
import { askData, type Data } from '../../testing/client.ts';
import { givenEvent, type GivenEvent } from '../../testing/events.ts';
import { givenGroup, type GivenGroup, givenMember } from '../../testing/groups.ts';
import { type TestServer } from '../../testing/server.ts';
import { quietTest as test } from '../../testing/fixtures.ts';
let editors: readonly Somebody[];
let publisher: Somebody;
let club: GivenGroup;
test.beforeAll(async ({ app, town }) => {
  editors = [await givenStaff(app, town, 'EDITOR'), await givenStaff(app, town, 'EDITOR')];
  club = await givenGroup(app, town, { name: 'Musikverein', joinPolicy: 'OPEN', needsReview: true });
  publisher = await givenMember(app, town, club, { isPublisher: true });
});

test('of two reviewers at once one wins, and the decision is stored once', async ({ app, town }) => {
  const outcomes: string[] = [];
  for (let n = 0; n < rounds; n++) {
    const event = await submitEvent(app, town, `Konzert ${n}`);
    const both = await Promise.all([
      decide(app, editors[0], event),
      decide(app, editors[1], event, n % 2 ? 'RETURN' : 'APPROVE'),
    ]);
    const codes = both.map(codeOf);
    expect(codes.filter((code) => code === 'DONE')).toHaveLength(1);
    expect(codes.find((code) => code !== 'DONE')).toBe('NOT_IN_REVIEW');
    outcomes.push(codes.join());
  }
  const [row]: { decisions: number }[] = await app.services.em.fork().execute(
    `select count(*)::int as decisions from event_decision d join event e on e.id = d.event_id
       where e.municipality_id = ? and e.title like 'Konzert %'`,
    [town.municipalityId],
  );
  expect(row?.decisions).toBe(outcomes.length);
});

test('nothing is published that the reviewer has not read, whoever is first', async ({ app, town }) => {
  const seen = new Set<string>();
  for (let n = 0; n < rounds; n++) {
    const event = await submitEvent(app, town, `Lesung ${n}`);
    const asked = [() => decide(app, editors[0], event), () => rewrite(app, event, `Anders ${n}`)];
    const [one, other] = await Promise.all((n % 2 ? asked : asked.toReversed()).map((send) => send()));
    const codes = [one, other].map((answer) => codeOf(answer ?? {}));
    expect(codes.toSorted()).toEqual(['CONFLICT', 'DONE']);
    expect(isUnread(await see(app, event.id), `Lesung ${n}`)).toBe(false);
    seen.add(codes.join());
  }
  console.log(`approval against change: ${[...seen].join(' | ')}`);
});

test('control: an approval of whatever is there now publishes what the reviewer has not read', async ({
  app,
  town,
}) => {
  const event = await submitEvent(app, town, 'Vortrag');
  await rewrite(app, event, 'Anders');
  await decide(app, editors[0], { ...event, ...(await see(app, event.id)) });
  expect(isUnread(await see(app, event.id), 'Vortrag')).toBe(true);
});

const rounds = 6;

const facts = 'event { title state version review { proposal { title } } } userErrors { code }';
const review = `mutation($input: ReviewEventInput!) { it: reviewEvent(input: $input) { ${facts} } }`;
const update = `mutation($input: UpdateEventInput!) { it: updateEvent(input: $input) { ${facts} } }`;
const read = 'query($id: ID!) { it: event(id: $id) { title state version } }';

const submitEvent = (app: TestServer, town: Place, title: string): Promise<GivenEvent> =>
  givenEvent(app, town, publisher, { title, groupIds: [club.id] });
const decide = async (app: TestServer, who: Somebody | undefined, event: Data, decision = 'APPROVE'): Promise<Data> => {
  const reason = decision === 'RETURN' ? 'Bitte kürzer.' : null;
  const input = { eventId: event.id, version: event.version, decision, reason };
  return (await askData(app.port, who ?? {}, review, { input })).it;
};
const rewrite = async (app: TestServer, event: Data, title: string): Promise<Data> =>
  (await askData(app.port, publisher, update, { input: { eventId: event.id, version: event.version, title } })).it;
const see = async (app: TestServer, id: string): Promise<Data> => (await askData(app.port, publisher, read, { id })).it;
const codeOf = ({ userErrors }: Data): string => userErrors[0]?.code ?? 'DONE';
const isUnread = ({ state, title }: Data, seen: string): boolean => state === 'PUBLISHED' && title !== seen;
