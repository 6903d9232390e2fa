import { randomUUID } from 'node:crypto';
import { v7 } from 'uuid';
import { Group } from '../group/group.entity.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { record, write } from '../kernel/events.ts';
import { toGlobalId } from '../kernel/ids.ts';
import { Post, type PostState } from '../post/post.entity.ts';
import { type PostFacts, postPublished, postRevised, postWithdrawn } from '../post/post.events.ts';
import type { Place, Somebody } from './builders.ts';
import { askData, type Data } from './client.ts';
import type { TestServer } from './server.ts';

export interface StoredPost {
  readonly uuid: string;
  readonly id: string;
  readonly title: string;
}

let posts = 0;

/** Stores a post like the domain `post`, published by default. `groupIds` are UUIDs. */
export async function storePost(
  app: TestServer,
  place: Place,
  groupIds: readonly string[] = [place.groupId],
  state: PostState = 'PUBLISHED',
): Promise<StoredPost> {
  const uuid = v7();
  const title = `Nachricht ${++posts}`;
  await write(forkContext(app.services, system), async (tx) => {
    const at = tx.now();
    const post = tx.em.create(Post, {
      id: uuid,
      municipality: place.municipalityId,
      title,
      body: title,
      html: `<p>${title}</p>`,
      excerpt: title,
      state,
      groups: groupIds.map((id) => tx.em.getReference(Group, id)),
      createdAt: at,
      updatedAt: at,
      publishedAt: state === 'PUBLISHED' ? at : null,
      version: 1,
    });
    await tx.em.persist(post).flush();
    const facts = { postId: uuid, municipalityId: place.municipalityId, groupIds };
    if (state === 'PUBLISHED') await record(tx, postPublished(facts));
  });
  return { uuid, id: toGlobalId('Post', uuid), title };
}

export async function moveStored(
  app: TestServer,
  { uuid }: StoredPost,
  state: PostState,
  title?: string,
): Promise<void> {
  await write(forkContext(app.services, system), async (tx) => {
    const post = await tx.em.findOneOrFail(Post, uuid, { populate: ['groups'] });
    const was = post.state;
    Object.assign(post, { state, ...(title && { title, version: post.version + 1 }) });
    await tx.em.flush();
    const facts: PostFacts = {
      postId: uuid,
      municipalityId: post.municipality.id,
      groupIds: post.groups.getItems().map(({ id }) => id),
    };
    if (state === 'WITHDRAWN') await record(tx, postWithdrawn(facts));
    else if (was === 'PUBLISHED') await record(tx, postRevised({ ...facts, version: post.version }));
    else await record(tx, postPublished(facts));
  });
}

export interface GivenPost {
  readonly id: string;
  readonly version: number;
  readonly state: string;
}

const createPost = `mutation($input: CreatePostInput!) { createPost(input: $input) {
  post { id version state } userErrors { code path } } }`;

export function postInput(place: Place, more: object = {}): object {
  return {
    groupIds: [toGlobalId('Group', place.groupId)],
    title: 'Donnerstag kein Wasser in zwei Gassen',
    body: 'Von **8 bis etwa 12 Uhr** kommt kein Wasser aus dem Hahn.',
    isDraft: false,
    idempotencyKey: randomUUID(),
    ...more,
  };
}

/** Publishes a post for the town's group through the API. */
export async function givenPost(app: TestServer, place: Place, staff: Somebody, more: object = {}): Promise<GivenPost> {
  const { createPost: made }: Data = await askData(app.port, staff, createPost, { input: postInput(place, more) });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return made.post;
}
