import { toGlobalId } from '../kernel/ids.ts';
import { givenAttachment } from '../testing/attachments.ts';
import { askData } from '../testing/client.ts';
import { givenPhoto } from '../testing/photos.ts';
import { keptFor } from '../testing/policy/kept.ts';
import { type Act, edge, mutation, node } from '../testing/policy/act.ts';
import { secondAdmin, type Town } from '../testing/policy/town.ts';
import { givenPost, postInput } from '../testing/posts.ts';

const post = (town: Town): string => town.post.id;
const inKita = (town: Town): string => town.kitaPost.id;
const draft = (town: Town): string => town.draft.id;
/** A pinned post with a picture and a PDF in a group of the town. */
const withFiles = async ({ app, place, author, admin }: Town, groupId: string): Promise<string> => {
  const who = groupId === place.groupId ? admin : author;
  const pictures = [{ photoId: await givenPhoto(app, place, who), alt: 'Die neue Rutsche' }];
  const attachmentId = await givenAttachment(app, place, who);
  const attachments = [{ attachmentId, title: 'Plakat', summary: 'Samstag um 15 Uhr.' }];
  const { id } = await givenPost(app, place, who, {
    ...(groupId !== place.groupId && { groupIds: [groupId] }),
    pictures,
    attachments,
  });
  await askData(
    app.port,
    who,
    'mutation($id: ID!) { pinPost(input: { postId: $id, isPinned: true }) { userErrors { code } } }',
    { id },
  );
  return id;
};
const inClosed = keptFor((town) => withFiles(town, town.kita.id));
const forAll = keptFor((town) => withFiles(town, town.place.groupId));
/** The group of the town, with a pinned post. */
const townGroup = async (town: Town): Promise<string> => {
  await forAll(town);
  return toGlobalId('Group', town.place.groupId);
};
const attachmentOf =
  (make: (town: Town) => Promise<string>) =>
  async (town: Town): Promise<string> => {
    const query = 'query($id: ID!) { post(id: $id) { attachments { id } } }';
    return (await askData(town.app.port, town.author, query, { id: await make(town) })).post.attachments[0].id;
  };
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
  givenPost(town.app, town.place, await secondAdmin(town), { isDraft, title: `Beitrag ${town.mark}` });

export const acts: readonly Act[] = [
  edge('Municipality.posts', ({ id }) => id, 'anonymous', '{ edges { node { id title } } }'),
  read(post, 'anonymous'),
  read(inKita, 'citizen', 'closed group'),
  read(draft, 'admin', 'draft'),
  node('Post', post, 'anonymous'),
  node('Post', inKita, 'citizen', 'closed group'),
  node('Post', draft, 'admin', 'draft'),
  node('Attachment', attachmentOf(forAll), 'anonymous', 'of a public post'),
  node('Attachment', attachmentOf(inClosed), 'citizen', 'of a post in a closed group'),
  edge('Post.attachments', inClosed, 'citizen', '{ title url }'),
  edge('Post.groups', inKita, 'citizen', '{ id name }'),
  edge('Post.lastChange', post, 'anonymous', '{ change at }'),
  edge('Post.municipality', inKita, 'citizen', '{ id }'),
  edge('Post.pictures', inClosed, 'citizen', '{ alt small { url } }'),
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
  edge('Group.pinnedPosts', townGroup, 'anonymous', '{ id title }'),
  mutation('pinPost', 'admin', ['pinPost(input: $input)', 'PinPostInput!', 'post { id }'], async (town) => {
    return { postId: (await made(town, false)).id, isPinned: false };
  }),
  mutation(
    'setPostExpiry',
    'admin',
    ['setPostExpiry(input: $input)', 'SetPostExpiryInput!', 'post { id }'],
    async (town) => ({ postId: (await made(town, false)).id }),
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
