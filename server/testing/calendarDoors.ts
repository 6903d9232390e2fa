import { vi } from 'vitest';
import type { Place } from './builders.ts';
import { ask, connect, type Identified, identify, watch } from './client.ts';
import type { TestServer } from './server.ts';

export const policies = ['OPEN', 'ON_REQUEST', 'CLOSED'] as const;
export type Policy = (typeof policies)[number];

/** Things behind the doors: events and posts, published, as drafts and in review. */
export const kinds = ['Fest', 'Entwurf', 'Prueffall', 'Nachricht', 'Postentwurf', 'Postpruefung'] as const;
export type Kind = (typeof kinds)[number];
export const isPublished = (kind: Kind): boolean => kind === 'Fest' || kind === 'Nachricht';

/** Title of a thing, by which it is recognised behind each door. */
export const markOf = (kind: Kind, policy: Policy): string => `${kind}${policy.replace('_', '')}`;

/** An event or a post of a group with this policy. */
export interface Thing {
  readonly kind: Kind;
  readonly policy: Policy;
  readonly id: string;
  /** Global id of the group. */
  readonly groupId: string;
  /** Global ids of the date and the slot of an event. */
  readonly occurrenceId?: string;
  readonly slotId?: string;
  /** Addresses of PDF and picture of a post, which posts of closed groups have. */
  readonly pdf?: string;
  readonly picture?: string;
}

export interface Hall {
  readonly app: TestServer;
  readonly place: Place;
  readonly groupIds: readonly string[];
}

/** A way to things: a request whose answer is searched for the titles of all things. */
export interface Door {
  readonly name: string;
  /** Things for each of which the door is asked. */
  readonly kinds: readonly Kind[];
  /** Kinds that the door must show to those who may read them; absent: all of `kinds`. */
  readonly shows?: readonly Kind[];
  /** Whether everybody gets the same file, which holds no more than what nobody in particular may read. */
  readonly isPublic?: boolean;
  /** Names of the actors who ask; absent: all of them. */
  readonly actors?: readonly string[];
  /** Part of the question on which the answer depends beside the actor; one answer serves all things of it. Absent: each thing is asked for. */
  readonly isAbout?: 'town' | 'group';
  /** Path that answers 200 when the door is built; absent: it is built. */
  readonly builtPath?: (hall: Hall) => string;
  /** Answer to the actor; undefined: the thing has nothing behind this door. */
  open(hall: Hall, who: Identified, thing: Thing): Promise<string | undefined>;
}

const events: readonly Kind[] = ['Fest', 'Entwurf', 'Prueffall'];
const posts: readonly Kind[] = ['Nachricht', 'Postentwurf', 'Postpruefung'];

const graphql =
  (query: string, variablesOf: (thing: Thing, hall: Hall) => object): Door['open'] =>
  async (hall, who, thing) =>
    JSON.stringify(await ask(hall.app.port, who, query, variablesOf(thing, hall)));

const file =
  (pathOf: (hall: Hall, thing: Thing) => string): Door['open'] =>
  async (hall, who, thing) => {
    const headers = { ...identify(who), accept: '*/*' };
    const response = await fetch(`http://127.0.0.1:${hall.app.port}${pathOf(hall, thing)}`, { headers });
    return (await response.text()).replace(/\r\n[ \t]/g, ''); // lines of iCalendar files are folded
  };

/** The title of the thing if its file is handed out. */
const media =
  (file: 'pdf' | 'picture'): Door['open'] =>
  async (hall, who, thing) => {
    const path = thing[file];
    if (path === undefined) return undefined;
    const response = await fetch(`http://127.0.0.1:${hall.app.port}${path}`, { headers: identify(who) });
    await response.arrayBuffer();
    return response.status === 200 ? markOf(thing.kind, thing.policy) : '';
  };

/** First message of a subscription, or why there is none. */
const live =
  (query: string, idOf: (thing: Thing) => string): Door['open'] =>
  async (hall, who, thing) => {
    const client = connect(hall.app.port, who);
    const { messages, ended, cancel } = watch(client, query, { id: idOf(thing) });
    const first = vi.waitUntil(() => messages[0], { timeout: 20_000, interval: 10 });
    const answer = await Promise.race([first, ended]);
    first.catch(() => undefined); // a refused subscription has no message
    cancel();
    await client.dispose();
    return JSON.stringify(answer);
  };

const page = (part: string): Pick<Door, 'shows' | 'actors' | 'open'> => ({
  shows: [],
  actors: ['anonymous', 'stranger', 'member', 'publisher'],
  open: file(({ place }, { id }) => `/${place.ags}/${part}/${id}`),
});
const ics = (nameOf: (thing: Thing) => string): Pick<Door, 'isPublic' | 'builtPath' | 'open'> => ({
  isPublic: true,
  builtPath: ({ place }) => `/calendar/${place.ags}/town.ics`,
  open: file(({ place }, thing) => `/calendar/${place.ags}/${nameOf(thing)}.ics`),
});
const node = (selection: string): string => `query($id: ID!) { node(id: $id) { ${selection} } }`;
const town = (selection: string): string =>
  `query($ags: String!${selection.includes('$ids') ? ', $ids: [ID!]' : ''}) { municipality(ags: $ags) { ${selection} } }`;
const inTown = (_thing: Thing, { place, groupIds }: Hall) => ({ ags: place.ags, ids: groupIds });
const subjects = `subject { ... on Event { title html } ... on Post { title html } }`;

/** All doors. A new one is one line. */
// prettier-ignore
export const doors: readonly Door[] = [
  { name: 'node Event', kinds: events, open: graphql(node('... on Event { title html occurrences { nodes { startsAt } } }'), ({ id }) => ({ id })) },
  { name: 'node Occurrence', kinds: events, open: graphql(node('... on Occurrence { event { title } slots { taken } }'), ({ occurrenceId: id }) => ({ id })) },
  { name: 'node Slot', kinds: events, open: graphql(node('... on Slot { occurrence { event { title } } }'), ({ slotId: id }) => ({ id })) },
  { name: 'Query.event', kinds: events, open: graphql('query($id: ID!) { event(id: $id) { title } }', ({ id }) => ({ id })) },
  { name: 'Query.occurrence', kinds: events, open: graphql('query($id: ID!) { occurrence(id: $id) { event { title } } }', ({ occurrenceId: id }) => ({ id })) },
  { name: 'nodes', kinds: events, open: graphql('query($ids: [ID!]!) { nodes(ids: $ids) { ... on Event { title } } }', ({ id }) => ({ ids: [id] })) },
  { name: 'eventSeats', kinds: events, open: live('subscription($id: ID!) { eventSeats(occurrenceId: $id) { occurrence { event { title } } } }', ({ occurrenceId }) => occurrenceId ?? '') },
  { name: 'page of the event', kinds: events, ...page('events') },
  { name: 'agenda', isAbout: 'town', kinds: ['Fest'], open: graphql(town('occurrences(first: 50) { nodes { event { title } } }'), inTown) },
  { name: 'agenda of named groups', isAbout: 'town', kinds: ['Fest'], open: graphql(town('occurrences(groupIds: $ids, first: 50) { nodes { event { title } } }'), inTown) },
  { name: 'drafts of events', isAbout: 'town', kinds: ['Entwurf'], shows: [], open: graphql(town('eventDrafts { nodes { title } }'), inTown) },
  { name: 'today', isAbout: 'town', kinds: ['Fest'], shows: [], open: graphql(town('today { subject { ... on Occurrence { event { title } } } }'), inTown) },
  { name: 'dates of the group', isAbout: 'group', kinds: ['Fest'], open: graphql(node('... on Group { occurrences { nodes { event { title } } } nextOccurrence { event { title } } }'), ({ groupId: id }) => ({ id })) },
  { name: 'feed of the group', isAbout: 'group', kinds: ['Fest', 'Nachricht'], open: graphql(node(`... on Group { feed(first: 50) { edges { node { ${subjects} } } } }`), ({ groupId: id }) => ({ id })) },
  { name: 'feed of the group, live', isAbout: 'group', kinds: ['Fest', 'Nachricht'], open: live(`subscription($id: ID!) { feed(groupId: $id) { entries { ${subjects} } } }`, ({ groupId }) => groupId) },
  { name: 'Atom feed of the group', isAbout: 'group', kinds: ['Nachricht'], isPublic: true, open: file(({ place }, { groupId }) => `/feeds/${place.ags}/groups/${groupId}.atom`) },
  { name: 'JSON feed of the group', isAbout: 'group', kinds: ['Nachricht'], isPublic: true, open: file(({ place }, { groupId }) => `/feeds/${place.ags}/groups/${groupId}.json`) },
  { name: 'Atom feed of the town', isAbout: 'town', kinds: ['Nachricht'], shows: [], isPublic: true, open: file(({ place }) => `/feeds/${place.ags}/town.atom`) },
  { name: 'node Post', kinds: posts, open: graphql(node('... on Post { title html variants { title } review { proposal { title } } }'), ({ id }) => ({ id })) },
  { name: 'Query.post', kinds: posts, open: graphql('query($id: ID!) { post(id: $id) { title } }', ({ id }) => ({ id })) },
  { name: 'page of the post', kinds: posts, ...page('posts') },
  { name: 'picture of the post', kinds: posts, open: media('picture') },
  { name: 'PDF of the post', kinds: posts, open: media('pdf') },
  { name: 'posts', isAbout: 'town', kinds: ['Nachricht'], open: graphql(town('posts(first: 50) { edges { node { title excerpt } } }'), inTown) },
  { name: 'drafts of posts', isAbout: 'town', kinds: ['Postentwurf'], open: graphql(town('posts(state: DRAFT, first: 50) { edges { node { title } } }'), inTown) },
  { name: 'posts in review', isAbout: 'town', kinds: ['Postpruefung'], open: graphql(town('posts(state: IN_REVIEW, first: 50) { edges { node { title } } }'), inTown) },
  { name: 'queue of reviewers', isAbout: 'town', kinds: ['Postpruefung'], shows: [], open: graphql(town('postsInReview(first: 50) { edges { node { title } } }'), inTown) },
  { name: 'pinned posts', isAbout: 'group', kinds: ['Nachricht'], shows: [], open: graphql(node('... on Group { pinnedPosts { title } }'), ({ groupId: id }) => ({ id })) },
  { name: 'data of embedded reports', isAbout: 'town', kinds: ['Fest'], shows: [], isPublic: true, open: file(({ place }) => `/embed/${place.ags}/issues`) },
  { name: 'embedded events', kinds: ['Fest'], shows: [], isPublic: true, builtPath: ({ place }) => `/embed/${place.ags}/events`, open: file(({ place }) => `/embed/${place.ags}/events`) },
  { name: 'iCalendar file of the town', kinds: ['Fest'], shows: [], ...ics(() => 'town') },
  { name: 'iCalendar file of the group', kinds: ['Fest'], ...ics(({ groupId }) => `group/${groupId}`) },
  { name: 'iCalendar file of the event', kinds: events, ...ics(({ id }) => `event/${id}`) },
];
