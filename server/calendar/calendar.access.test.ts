import { afterAll, beforeAll, expect, test } from 'vitest';
import { toGlobalId } from '../kernel/ids.ts';
import { givenPerson, givenPlace, givenStaff, type Place } from '../testing/builders.ts';
import { ask, type Identified } from '../testing/client.ts';
import { storeEvent, type StoredEvent } from '../testing/events.ts';
import { givenGroup, type GivenGroup, givenMember } from '../testing/groups.ts';
import { givenKey } from '../testing/keys.ts';
import { startTestServer, type TestServer } from '../testing/server.ts';

const policies = ['OPEN', 'ON_REQUEST', 'CLOSED'] as const;
type Policy = (typeof policies)[number];
/** Policies of the groups whose published events the actors read, and of those whose drafts they read. */
const expected: Readonly<Record<string, { readonly reads: readonly Policy[]; readonly drafts: readonly Policy[] }>> = {
  anonymous: { reads: ['OPEN'], drafts: [] },
  stranger: { reads: ['OPEN'], drafts: [] },
  member: { reads: policies, drafts: [] },
  publisher: { reads: policies, drafts: policies },
  clerk: { reads: ['OPEN', 'ON_REQUEST'], drafts: [] },
  editor: { reads: ['OPEN', 'ON_REQUEST'], drafts: ['OPEN', 'ON_REQUEST'] },
  admin: { reads: ['OPEN', 'ON_REQUEST'], drafts: ['OPEN', 'ON_REQUEST'] },
  adminElsewhere: { reads: ['OPEN'], drafts: [] },
  key: { reads: ['OPEN'], drafts: [] },
  keyElsewhere: { reads: [], drafts: [] },
};

let app: TestServer;
let place: Place;
const actors: Record<string, Identified> = { anonymous: {} };
const groups = new Map<Policy, GivenGroup>();
const shown = new Map<Policy, StoredEvent>();
const drafts = new Map<Policy, StoredEvent>();

beforeAll(async () => {
  app = await startTestServer({ compareMs: 3_600_000 }, 'web');
  place = await givenPlace(app);
  const elsewhere = await givenPlace(app);
  for (const joinPolicy of policies) {
    const group = await givenGroup(app, place, { name: `Gruppe ${joinPolicy}`, joinPolicy });
    groups.set(joinPolicy, group);
    const groupIds = [group.groupId];
    shown.set(joinPolicy, await storeEvent(app, place, { title: `Fest ${joinPolicy}`, groupIds }));
    drafts.set(joinPolicy, await storeEvent(app, place, { title: `Entwurf ${joinPolicy}`, groupIds, state: 'DRAFT' }));
  }
  const member = await givenPerson(app, place);
  const publisher = await givenPerson(app, place);
  for (const group of groups.values()) {
    await givenMember(app, place, group, { who: member });
    await givenMember(app, place, group, { who: publisher, isPublisher: true });
  }
  Object.assign(actors, {
    stranger: await givenPerson(app, place),
    member,
    publisher,
    clerk: await givenStaff(app, place, 'CLERK'),
    editor: await givenStaff(app, place, 'EDITOR'),
    admin: await givenStaff(app, place),
    adminElsewhere: await givenStaff(app, elsewhere),
    key: await givenKey(app, place, ['events:read', 'groups:read']),
    keyElsewhere: await givenKey(app, elsewhere, ['events:read', 'groups:read']),
  });
});
afterAll(() => app.stop());

const event = '... on Event { title occurrences { nodes { startsAt } } }';
const occurrence = '... on Occurrence { event { title } slots { taken } }';
const slot = '... on Slot { occurrence { event { title } } }';
const node = (selection: string): string => `query($id: ID!) { node(id: $id) { ${selection} } }`;
const agenda = `query($ags: String!) { municipality(ags: $ags) { occurrences(first: 50) { nodes { event { title } } } } }`;
const named = `query($ags: String!, $ids: [ID!]) { municipality(ags: $ags) { occurrences(groupIds: $ids) { nodes { event { title } } } } }`;
const ownDrafts = `query($ags: String!) { municipality(ags: $ags) { eventDrafts { nodes { title } } } }`;
const ofGroup = node('... on Group { occurrences { nodes { event { title } } } nextOccurrence { event { title } } }');

/** Answers of all ways to an event of the group, as texts by the name of the way. */
async function waysTo(who: Identified, policy: Policy): Promise<[way: string, text: string][]> {
  const group = groups.get(policy);
  const published = shown.get(policy);
  const draft = drafts.get(policy);
  if (group === undefined || published === undefined || draft === undefined) throw new Error(policy);
  const ids = Array.from(groups.values(), ({ id }) => id);
  const asked: [string, string, object][] = [
    ['node Event', node(event), { id: published.id }],
    ['node Occurrence', node(occurrence), { id: published.occurrenceId }],
    ['node Slot', node(slot), { id: published.slotId }],
    ['Query.event', 'query($id: ID!) { event(id: $id) { title } }', { id: published.id }],
    ['agenda', agenda, { ags: place.ags }],
    ['agenda of named groups', named, { ags: place.ags, ids }],
    ['Group', ofGroup, { id: group.id }],
    ['draft: node Event', node(event), { id: draft.id }],
    ['draft: node Occurrence', node(occurrence), { id: draft.occurrenceId }],
    ['draft: node Slot', node(slot), { id: draft.slotId }],
    ['draft: list', ownDrafts, { ags: place.ags }],
  ];
  const answers: [string, string][] = [];
  for (const [way, query, variables] of asked) {
    answers.push([way, JSON.stringify(await ask(app.port, who, query, variables))]);
  }
  return answers;
}

test('no way leads to an event of a group that the actor may not read, and each way leads to the others', async () => {
  const leaks: string[] = [];
  const missing: string[] = [];
  let cells = 0;
  for (const [name, who] of Object.entries(actors)) {
    const { reads = [], drafts: written = [] } = expected[name] ?? {};
    for (const policy of policies) {
      for (const [way, text] of await waysTo(who, policy)) {
        cells += 1;
        const isDraft = way.startsWith('draft');
        const may = isDraft ? written.includes(policy) && way !== 'draft: list' : reads.includes(policy);
        const sees = text.includes(`${isDraft ? 'Entwurf' : 'Fest'} ${policy}`);
        const leaksOther = text.includes('Entwurf') && !isDraft;
        if ((sees && !may) || leaksOther) leaks.push(`${name} ${way} ${policy}`);
        if (!sees && may) missing.push(`${name} ${way} ${policy}`);
      }
    }
  }
  console.log(`events: ${cells} cells asked, ${leaks.length} leaks`);
  expect(cells).toBe(Object.keys(expected).length * policies.length * 11);
  expect(leaks).toEqual([]);
  expect(missing).toEqual([]);
});

test('an event in an open and in a closed group names the closed one to its members only', async () => {
  const groupIds = [groups.get('OPEN')?.groupId ?? '', groups.get('CLOSED')?.groupId ?? ''];
  const both = await storeEvent(app, place, { title: 'Beide', groupIds });
  const query = node('... on Event { groups { id } }');
  const closed = toGlobalId('Group', groupIds[1] ?? '');
  for (const [name, who] of Object.entries(actors)) {
    const text = JSON.stringify(await ask(app.port, who, query, { id: both.id }));
    expect([name, text.includes(closed)]).toEqual([name, ['member', 'publisher', 'admin'].includes(name)]);
  }
});
