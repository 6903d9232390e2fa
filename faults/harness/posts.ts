import { randomUUID } from 'node:crypto';
import { askData, type Client, type Data } from './http.ts';
import { becomesTrue, pause } from './waiting.ts';

/** Publishes a post at once; returns its global id. */
export async function publish(
  port: number,
  admin: Client,
  groupId: string,
  title: string,
  idempotencyKey: string = randomUUID(),
): Promise<string> {
  const input = {
    title,
    body: 'Am Samstag wird gepflanzt.',
    groupIds: [groupId],
    isDraft: false,
    idempotencyKey,
  };
  const mutation = `mutation($input: CreatePostInput!) { createPost(input: $input) {
    post { id } userErrors { code path } } }`;
  const { createPost }: Data = await askData(port, admin, mutation, { input });
  if (createPost.post === null) throw new Error(JSON.stringify(createPost.userErrors));
  return createPost.post.id as string;
}

/** Posts that are published in sequence, with their number, from 1, in the title. */
export interface Publishing {
  /** Time at which each post was sent first, by performance.now(); the first entry belongs to post 1. */
  readonly sentAt: readonly number[];
  /** Stops after the current post; returns the number of posts, which are all published. */
  stop(): Promise<number>;
}

/** Publishes a post every `everyMs`. A request without an answer is repeated with the same idempotency key. */
export function startPublishing(port: number, admin: Client, groupId: string, everyMs: number): Publishing {
  const sentAt: number[] = [];
  let isOver = false;
  const work = async (): Promise<void> => {
    while (!isOver) {
      const title = `Meldung ${sentAt.push(performance.now())}`;
      const key = randomUUID();
      const send = (): Promise<boolean> =>
        publish(port, admin, groupId, title, key).then(
          () => true,
          () => false,
        );
      if (!(await becomesTrue(send, 60_000))) throw new Error(`${title} could not be published`);
      await pause(everyMs);
    }
  };
  const done = work();
  done.catch(() => undefined); // `stop` awaits the same promise and throws the error
  return {
    sentAt,
    stop: async () => {
      isOver = true;
      await done;
      return sentAt.length;
    },
  };
}

/** Number in a title of `startPublishing`. */
export function numberOf(title: string): number {
  return Number(/\d+$/.exec(title)?.[0]);
}
