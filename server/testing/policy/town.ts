import { vi } from 'vitest';
import { Person } from '../../identity/identity.entity.ts';
import { toGlobalId } from '../../kernel/ids.ts';
import type { Limits } from '../../kernel/limits.ts';
import { givenPeople, givenPlace, givenRole, givenStaff, type Place, type Somebody } from '../builders.ts';
import { askData, type Data } from '../client.ts';
import { givenGroup, type GivenGroup, givenMember } from '../groups.ts';
import { givenCategory, givenIssue, type GivenIssue } from '../issues.ts';
import { givenKey, type GivenKey } from '../keys.ts';
import { givenPhoto } from '../photos.ts';
import { givenPoll, type GivenPoll } from '../polls.ts';
import { givenPost, type GivenPost } from '../posts.ts';
import { scopes } from '../scopes.ts';
import type { TestServer } from '../server.ts';
import { secretRules } from '../voter.ts';

/** Town with one object of each kind. Its twin has equal objects; only `mark` distinguishes them. */
export interface Town {
  /** Text in each text of this town and of no other town. */
  readonly mark: string;
  readonly app: TestServer;
  readonly place: Place;
  readonly id: string;
  readonly group: string;
  /** Closed group with the members `citizen`, `neighbour` and `author`. */
  readonly kita: GivenGroup;
  readonly citizen: Somebody;
  readonly neighbour: Somebody;
  readonly clerk: Somebody;
  readonly admin: Somebody;
  /** Editor and member of the closed group, who publishes there. */
  readonly author: Somebody;
  readonly partner: GivenKey;
  readonly categoryId: string;
  readonly poll: GivenPoll;
  readonly kitaPoll: GivenPoll;
  /** Secret poll of the closed group. */
  readonly secretPoll: GivenPoll;
  readonly post: GivenPost;
  readonly kitaPost: GivenPost;
  readonly draft: GivenPost;
  /** Report by `citizen`, visible to the town hall; `publicIssue` is visible to everybody. */
  readonly issue: GivenIssue;
  readonly publicIssue: GivenIssue;
  /** Group with a pending request to join. */
  readonly requested: GivenGroup;
  /** Global ids of all these objects. */
  readonly ids: readonly string[];
}

/** Opens a town; from then on the rates of the server refuse nothing. */
export async function openTown(app: TestServer, mark: string): Promise<Town> {
  liftRates(app);
  const place = await givenPlace(app, mark);
  const [citizen, neighbour] = (await givenPeople(app, place, 2)) as [Somebody, Somebody];
  const clerk = await givenStaff(app, place, 'CLERK');
  const admin = await givenStaff(app, place);
  await givenRole(app, place, admin, 'WARNER');
  const names = { displayName: `Rathaus ${mark}` };
  const author = await givenStaff(app, place, 'EDITOR');
  const staff = [clerk, admin, author].map(({ personId }) => personId);
  await app.services.em.fork().nativeUpdate(Person, { id: staff }, names);
  const kita = await givenGroup(app, place, { name: `Kita ${mark}`, purpose: mark });
  for (const who of [citizen, neighbour, author]) await givenMember(app, place, kita, { who });
  const more = { title: `Beitrag ${mark}` };
  const post = await givenPost(app, place, admin, more);
  const inEnglish = { locale: 'en', title: `Post ${mark}`, body: `In English ${mark}` };
  const inKita = { groupIds: [kita.id], variants: [inEnglish], ...more };
  const kitaPost = await givenPost(app, place, author, inKita);
  const poll = await givenPoll(app, place, admin, { title: `Frage ${mark}`, postId: post.id });
  const publicIssue = await givenIssue(app, place, citizen, { text: `Laterne ${mark}` });
  const made = {
    mark,
    app,
    place,
    kita,
    citizen,
    neighbour,
    clerk,
    admin,
    author,
    post,
    kitaPost,
    poll,
    publicIssue,
    id: toGlobalId('Municipality', place.municipalityId),
    group: toGlobalId('Group', place.groupId),
    partner: await givenKey(app, place, scopes, { name: `Radio ${mark}` }),
    categoryId: await givenCategory(app, place),
    kitaPoll: await givenPoll(app, place, author, {
      groupId: kita.id,
      title: `Frage ${mark}`,
      eligibility: 'MEMBERS',
      variants: [{ locale: 'en', title: `Poll ${mark}`, questions: [{ text: 'What?', options: ['a', 'b', 'c'] }] }],
    }),
    secretPoll: await givenPoll(app, place, author, { ...secretRules, groupId: kita.id, title: `Geheim ${mark}` }),
    draft: await givenPost(app, place, admin, { ...more, isDraft: true }),
    issue: await givenIssue(app, place, citizen, {
      text: `Schlagloch ${mark}`,
      photoIds: [await givenPhoto(app, place, citizen)],
    }),
    requested: await givenGroup(app, place, { name: `Chor ${mark}`, joinPolicy: 'ON_REQUEST' }),
  };
  const things = [
    post,
    kitaPost,
    kita,
    poll,
    publicIssue,
    made.kitaPoll,
    made.secretPoll,
    made.draft,
    made.issue,
    made.requested,
  ];
  const town: Town = { ...made, ids: [made.id, made.group, made.categoryId, ...things.map(({ id }) => id)] };
  await finish(town);
  return town;
}

/**
 * Lets every rate allow everything. Otherwise the rows would need new people every few rows and new towns every few
 * dozen, and each message to a town hall would go to hundreds of them.
 */
function liftRates({ services: { limits } }: TestServer): void {
  const lifted: Limits = {
    spend: () => Promise.resolve(),
    count: () => Promise.resolve({ used: 0, msLeft: 0 }),
    trySpend: () => Promise.resolve(true),
    charge: (rate) => ({ rate, left: rate.points, msLeft: 0 }),
  };
  Object.assign(limits, lifted);
}

/** Changes the objects after they were made: revises, publishes, votes, requests and sends. */
async function finish(town: Town): Promise<void> {
  const { app, admin, clerk, citizen, neighbour } = town;
  const { id: postId, version } = town.post;
  const revision = { postId, version, title: `Beitrag ${town.mark}`, body: 'Neu.', change: 'Uhrzeit' };
  await mutate(town, admin, 'revisePost(input: $input)', 'RevisePostInput!', revision);
  await mutate(
    town,
    clerk,
    `setIssueVisibility(input: { issueId: $input, isPublic: true })`,
    'ID!',
    town.publicIssue.id,
  );
  const texts = { municipalityId: town.id, imprint: town.mark, privacy: town.mark };
  await mutate(town, admin, 'setLegalTexts(input: $input)', 'SetLegalTextsInput!', texts);
  const vote = { pollId: town.poll.id, optionIds: [town.poll.options[0]] };
  await mutate(town, citizen, 'castVote(input: $input)', 'CastVoteInput!', vote);
  const asking = 'requestMembership(input: { groupId: $input, note: "Wir singen gern." })';
  await mutate(town, neighbour, asking, 'ID!', town.requested.id);
  await vi.waitUntil(async () => (await inboxOf(app, citizen)).length > 0, { timeout: 20_000, interval: 100 });
}

async function mutate(town: Town, who: Somebody, call: string, type: string, input: unknown): Promise<void> {
  const query = `mutation($input: ${type}) { done: ${call} { userErrors { code path } } }`;
  const { done }: Data = await askData(town.app.port, who, query, { input });
  if (done.userErrors.length > 0) throw new Error(JSON.stringify(done.userErrors));
}

/** Global ids of the messages in the person's inbox. */
export async function inboxOf(app: TestServer, who: Somebody): Promise<string[]> {
  const { viewer }: Data = await askData(app.port, who, '{ viewer { inbox { edges { node { id } } } } }');
  return viewer.inbox.edges.map(({ node }: Data) => node.id);
}

const admins = new WeakMap<Town, Promise<Somebody>>();

/** Second administrator of a town, who makes targets and confirms refusals. */
export function secondAdmin(town: Town): Promise<Somebody> {
  const admin = admins.get(town) ?? newAdmin(town);
  admins.set(town, admin);
  return admin;
}

async function newAdmin({ app, place }: Town): Promise<Somebody> {
  const admin = await givenStaff(app, place);
  await givenRole(app, place, admin, 'WARNER');
  return admin;
}
