import { type Act, edge, mutation } from '../../testing/policy/act.ts';
import { keptFor } from '../../testing/policy/kept.ts';
import type { Town } from '../../testing/policy/town.ts';
import { givenGroup, givenMember } from '../../testing/groups.ts';
import { givenPost, type GivenPost } from '../../testing/posts.ts';

/** A submitted post of a club, whose reviewers are the editors and admins of the town. */
const submitted = async (town: Town): Promise<GivenPost> => {
  const { app, place } = town;
  const club = await clubOf(town);
  const author = await givenMember(app, place, club, { isPublisher: true });
  return givenPost(app, place, author, { groupIds: [club.id], title: `Beitrag ${town.mark}` });
};
const clubOf = keptFor(({ app, place, mark }: Town) =>
  givenGroup(app, place, { name: `Verein ${mark}`, joinPolicy: 'OPEN', needsReview: true }),
);

const waiting = keptFor(submitted);

/** The town, with a post that waits for approval. */
async function townWithWaiting(town: Town): Promise<string> {
  await waiting(town);
  return town.id;
}

export const acts: readonly Act[] = [
  edge('Municipality.postsInReview', townWithWaiting, 'admin', '{ edges { node { id title } } }'),
  edge('Post.review', ({ post }) => post.id, 'admin', '{ isNeeded }'),
  mutation('reviewPost', 'admin', ['reviewPost(input: $input)', 'ReviewPostInput!', 'post { id }'], async (town) => {
    const { id: postId, version } = await submitted(town);
    return { postId, version, decision: 'APPROVE' };
  }),
];
