import { randomUUID } from 'node:crypto';
import { IssueFollower } from '../../issue/issue.follow.entity.ts';
import { followToken } from '../../issue/issue.follow.links.service.ts';
import { givenPerson } from '../builders.ts';
import { askData } from '../client.ts';
import { givenIssue } from '../issues.ts';
import { type Act, edge, mutation } from './act.ts';
import type { Town } from './town.ts';

const following = ['followIssue(input: $input)', 'FollowIssueInput!', 'issue { supporters } isConfirmed'] as const;

/** Shown to everybody, reported by somebody who has reported nothing else. */
async function shownIssue({ app, place, clerk }: Town): Promise<string> {
  const { id } = await givenIssue(app, place, await givenPerson(app, place));
  const show = 'mutation($id: ID!) { setIssueVisibility(issueId: $id, isPublic: true) { userErrors { code } } }';
  await askData(app.port, clerk, show, { id });
  return id;
}

/** A follower of their own for each who tries the link. */
async function followerOf(town: Town): Promise<string> {
  const issueId = await shownIssue(town);
  const { personId, token } = await givenPerson(town.app, town.place);
  const follow = 'mutation($input: FollowIssueInput!) { followIssue(input: $input) { userErrors { code } } }';
  await askData(town.app.port, { token }, follow, { input: { issueId } });
  const { id } = await town.app.services.em.fork().findOneOrFail(IssueFollower, { person: personId });
  return id;
}

const followed = new WeakMap<Town, Promise<unknown>>();

function citizenFollows(town: Town): Promise<unknown> {
  const follow = 'mutation($input: FollowIssueInput!) { followIssue(input: $input) { userErrors { code } } }';
  const made =
    followed.get(town) ??
    shownIssue(town).then((issueId) => askData(town.app.port, town.citizen, follow, { input: { issueId } }));
  followed.set(town, made);
  return made;
}

export const followActs: readonly Act[] = [
  edge('Issue.similar', ({ issue }) => issue.id, 'clerk', '{ distance issue { id } }'),
  {
    ...{ field: 'Viewer.followedIssues', witness: 'citizen', isAboutAsker: true },
    prepare: async (town) => {
      await citizenFollows(town);
      return { query: '{ viewer { it: followedIssues { edges { node { id } } } } }' };
    },
  },
  mutation('followIssue', 'citizen', following, async (town) => ({
    ...{ issueId: await shownIssue(town), email: `${randomUUID()}@example.org` },
  })),
  mutation(
    ...(['unfollowIssue', 'citizen'] as const),
    ['unfollowIssue(issueId: $input)', 'ID!', 'issue { supporters }'],
    shownIssue,
  ),
  mutation(
    ...(['confirmFollow', 'anonymous'] as const),
    ['confirmFollow(token: $input)', 'String!', 'issue { id }'],
    async (town) => followToken(town.app.services, 'confirm', await followerOf(town)),
    'who holds the link',
  ),
  mutation(
    ...(['endFollow', 'anonymous'] as const),
    ['endFollow(token: $input)', 'String!', 'issue { id }'],
    async (town) => followToken(town.app.services, 'end', await followerOf(town)),
    'who holds the link',
  ),
];
