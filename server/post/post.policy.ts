import { type Act, edge, mutation, node } from '../testing/policy/act.ts';
import { freshAdmin, type Town } from '../testing/policy/town.ts';
import { givenPost, postInput } from '../testing/posts.ts';

const post = (town: Town): string => town.post.id;
const inKita = (town: Town): string => town.kitaPost.id;
const draft = (town: Town): string => town.draft.id;
const read = (target: (town: Town) => string, witness: Act['witness'], variant?: string): Act => ({
  field: 'Query.post',
  ...(variant && { variant }),
  witness,
  prepare: (town) => ({
    query: 'query($id: ID!) { it: post(id: $id) { id title } }',
    variables: { id: target(town) },
  }),
});
const create = (isDraft: boolean, variant: string): Act =>
  mutation(
    'createPost',
    'admin',
    ['createPost(input: $input)', 'CreatePostInput!', 'post { id }'],
    ({ place }) => postInput(place, { isDraft }),
    variant,
  );
/** New post for a single cell of the tenant matrix, because the operation changes its state. */
const made = async (town: Town, isDraft: boolean) =>
  givenPost(town.app, town.place, await freshAdmin(town), { isDraft, title: `Beitrag ${town.mark}` });

export const acts: readonly Act[] = [
  edge('Municipality.posts', ({ id }) => id, 'anonymous', '{ edges { node { id title } } }'),
  read(post, 'anonymous'),
  read(inKita, 'citizen', 'closed group'),
  read(draft, 'admin', 'draft'),
  node('Post', post, 'anonymous'),
  node('Post', inKita, 'citizen', 'closed group'),
  node('Post', draft, 'admin', 'draft'),
  edge('Post.groups', inKita, 'citizen', '{ id name }'),
  edge('Post.lastChange', post, 'anonymous', '{ change at }'),
  edge('Post.municipality', inKita, 'citizen', '{ id }'),
  edge('Post.poll', post, 'anonymous', '{ id title }'),
  edge('Post.revisions', post, 'anonymous', '{ change title }'),
  edge('Post.variants', inKita, 'citizen', '{ locale title body html excerpt }'),
  create(false, 'published at once'),
  create(true, 'draft'),
  mutation(
    'publishPost',
    'admin',
    ['publishPost(input: { postId: $input })', 'ID!', 'post { id state }'],
    async (town) => {
      return (await made(town, true)).id;
    },
  ),
  mutation('revisePost', 'admin', ['revisePost(input: $input)', 'RevisePostInput!', 'post { id }'], async (town) => {
    const { id: postId, version } = await made(town, false);
    return { postId, version, title: `Beitrag ${town.mark}`, body: 'Anders.', change: 'Ort' };
  }),
  mutation(
    'withdrawPost',
    'admin',
    ['withdrawPost(input: { postId: $input })', 'ID!', 'post { id state }'],
    async (town) => {
      return (await made(town, false)).id;
    },
  ),
];
