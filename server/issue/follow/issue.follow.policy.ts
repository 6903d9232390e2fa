import { randomUUID } from 'node:crypto';
import { idOf } from '../../kernel/ids.ts';
import { givenPerson } from '../../testing/builders.ts';
import { askData } from '../../testing/client.ts';
import { givenIssue } from '../../testing/issues.ts';
import { type Act, edge, mutation } from '../../testing/policy/act.ts';
import { secondAdmin, type Town } from '../../testing/policy/town.ts';
import { IssueSurvey } from '../survey/issue.survey.entity.ts';
import { IssueFollower } from './issue.follow.entity.ts';
import { followToken } from './issue.follow.links.service.ts';

const following = ['followIssue(input: $input)', 'FollowIssueInput!', 'issue { supporters } isConfirmed'] as const;

/** Creates the object once per town, because the mutations of its clerk are limited per minute. */
function onceFor(make: (town: Town) => Promise<string>): (town: Town) => Promise<string> {
  const known = new WeakMap<Town, Promise<string>>();
  return (town) => {
    const made = known.get(town) ?? make(town);
    known.set(town, made);
    return made;
  };
}

/** A public issue of a new person. */
const shownIssue = onceFor(async (town) => {
  const { app, place } = town;
  const { id } = await givenIssue(app, place, await givenPerson(app, place));
  const show =
    'mutation($id: ID!) { setIssueVisibility(input: { issueId: $id, isPublic: true }) { userErrors { code } } }';
  await askData(app.port, await secondAdmin(town), show, { id });
  return id;
});

/** A new follower for each call. */
async function followerOf(town: Town): Promise<string> {
  const issueId = await shownIssue(town);
  const { personId, token } = await givenPerson(town.app, town.place);
  const follow = 'mutation($input: FollowIssueInput!) { followIssue(input: $input) { userErrors { code } } }';
  await askData(town.app.port, { token }, follow, { input: { issueId } });
  const { id } = await town.app.services.em.fork().findOneOrFail(IssueFollower, { person: personId });
  return id;
}

const citizenFollows = onceFor(async (town) => {
  const issueId = await shownIssue(town);
  const follow = 'mutation($input: FollowIssueInput!) { followIssue(input: $input) { userErrors { code } } }';
  await askData(town.app.port, town.citizen, follow, { input: { issueId } });
  return issueId;
});

/** An issue that the clerk has merged into the town's public issue. */
const mergedInto = onceFor(async (town) => {
  const { app, place, publicIssue } = town;
  const { id: issueId } = await givenIssue(app, place, await givenPerson(app, place));
  const merge = 'mutation($input: MergeIssueInput!) { mergeIssue(input: $input) { userErrors { code } } }';
  await askData(app.port, await secondAdmin(town), merge, { input: { issueId, parentId: publicIssue.id, version: 1 } });
  return issueId;
});

/** A resolved issue whose reporter is asked whether it is fixed. */
const askedIssue = onceFor(async (town) => {
  const { app, place, citizen } = town;
  const { id } = await givenIssue(app, place, citizen);
  const admin = await secondAdmin(town);
  const move = 'mutation($input: MoveIssueInput!) { moveIssue(input: $input) { userErrors { code } } }';
  for (const [version, to] of [...(['ASSIGNED', 'RESOLVED'] as const).entries()]) {
    await askData(app.port, admin, move, { input: { issueId: id, version: version + 1, to } });
  }
  const em = app.services.em.fork();
  await em.persist(em.create(IssueSurvey, { issue: idOf('Issue', id), askedAt: new Date() })).flush();
  return id;
});

export const acts: readonly Act[] = [
  {
    field: 'Issue.parent',
    witness: 'clerk',
    prepare: async (town) => ({
      query: 'query($id: ID!) { node(id: $id) { ... on Issue { it: parent { id text } } } }',
      variables: { id: await mergedInto(town) },
    }),
  },
  {
    field: 'Issue.duplicates',
    variant: 'of a public one',
    witness: 'clerk',
    prepare: async (town) => {
      await mergedInto(town);
      const query = 'query($id: ID!) { node(id: $id) { ... on Issue { it: duplicates { id text } } } }';
      return { query, variables: { id: town.publicIssue.id } };
    },
  },
  mutation('mergeIssue', 'clerk', ['mergeIssue(input: $input)', 'MergeIssueInput!', 'issue { id }'], async (town) => {
    const { id: issueId } = await givenIssue(town.app, town.place, await givenPerson(town.app, town.place), {
      categoryId: town.categoryId,
    });
    return { issueId, parentId: town.publicIssue.id, version: 1 };
  }),
  mutation(
    'answerSurvey',
    'citizen',
    ['answerSurvey(input: $input)', 'AnswerSurveyInput!', 'issue { id }'],
    async (town) => ({ issueId: await askedIssue(town), answer: 'FIXED' }),
    'of the citizen',
  ),
  edge('Issue.similar', ({ issue }) => issue.id, 'clerk', '{ distance issue { id } }'),
  {
    field: 'Viewer.followedIssues',
    witness: 'citizen',
    isAboutAsker: true,
    prepare: async (town) => {
      await citizenFollows(town);
      return { query: '{ viewer { it: followedIssues { edges { node { id } } } } }' };
    },
  },
  mutation('followIssue', 'citizen', following, async (town) => ({
    issueId: await shownIssue(town),
    email: `${randomUUID()}@example.org`,
  })),
  mutation(
    'unfollowIssue',
    'citizen',
    ['unfollowIssue(input: { issueId: $input })', 'ID!', 'issue { supporters }'],
    shownIssue,
  ),
  mutation(
    'confirmFollow',
    'anonymous',
    ['confirmFollow(input: { token: $input })', 'String!', 'issue { id }'],
    async (town) => followToken(town.app.services, 'confirm', await followerOf(town)),
    'who holds the link',
  ),
  mutation(
    'endFollow',
    'anonymous',
    ['endFollow(input: { token: $input })', 'String!', 'issue { id }'],
    async (town) => followToken(town.app.services, 'end', await followerOf(town)),
    'who holds the link',
  ),
];
