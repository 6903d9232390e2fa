import { v7 } from 'uuid';
import type { Services } from '../../kernel/context.ts';
import type { Post } from '../../post/post.entity.ts';
import { withdrawPost } from '../../post/post.publishing.service.ts';
import { revisePost } from '../../post/post.revising.service.ts';
import { createPost } from '../../post/post.service.ts';
import { at } from './clock.ts';
import type { SeededGroups } from './groups.ts';
import { authorOf, type Cast } from './people.ts';
import type { PostStory, Story } from './story.ts';
import { fillBody, fillTitle, type Wording } from './wording.ts';

interface Telling {
  readonly services: Services;
  readonly cast: Cast;
  readonly groups: SeededGroups;
  readonly story: Story;
  readonly wording: Wording;
}

/** Adds all posts of the story in the order of time, through the services; returns their ids by the story's key. */
export async function seedPosts(telling: Telling): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  const inOrder = [...telling.story.posts].sort((a, b) => b.hoursAgo - a.hoursAgo);
  for (const post of inOrder) ids.set(post.key, (await seedPost(telling, post)).id);
  return ids;
}

async function seedPost(telling: Telling, story: PostStory): Promise<Post> {
  const { services, cast, groups, wording } = telling;
  const author = authorOf(cast, story.by);
  const title = fillTitle(wording, story.title);
  const { publishInHours } = story;
  const post = await createPost(at(services, author, -story.hoursAgo), {
    title,
    body: bodyOf(telling, story.body),
    isDraft: story.isDraft === true,
    idempotencyKey: v7(),
    variants: story.variants?.map((variant) => retell(telling, variant)) ?? [],
    groupIds: story.groups.map((key) => groups.get(key)?.id ?? ''),
    publishAt: publishInHours === undefined ? null : new Date(Date.now() + publishInHours * 3_600_000),
  });
  if (story.revised !== undefined) {
    const { hoursAgo, change, body } = story.revised;
    const text = { title, body: bodyOf(telling, body), change };
    await revisePost(at(services, author, -hoursAgo), { postId: post.id, version: post.version, ...text });
  }
  if (story.withdrawn !== undefined) {
    await withdrawPost(at(services, author, -story.withdrawn.hoursAgo), post.id, story.withdrawn.reason);
  }
  return post;
}

/** Variant of a post with its dates and the notice of demonstration in its own language. */
function retell({ story, wording }: Telling, { locale, title, body }: NonNullable<PostStory['variants']>[number]) {
  const own = { ...wording, locale };
  const notice = story.notices?.[locale] ?? story.notice;
  return { locale, title: fillTitle(own, title), body: fillBody(own, [...body, '', `*${notice}.*`]) };
}

/** Body of a post, which repeats the notice of demonstration because it is also read outside the page. */
function bodyOf({ story, wording }: Telling, lines: readonly string[]): string {
  return fillBody(wording, [...lines, '', `*${story.notice}.*`]);
}
