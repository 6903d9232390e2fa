import { randomUUID } from 'node:crypto';
import { askData, type Client, type Data } from './http.ts';
import { becomesTrue, pause } from './waiting.ts';

/** Published at once; returns the post's global id. */
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

/** Posts with a number in their title, from 1, one after the other. */
export interface Publishing {
  /** When each was sent for the first time (performance.now()): that of post 1 stands first. */
  readonly sentAt: readonly number[];
  /** Returns how many there are; all are published. */
  stop(): Promise<number>;
}

/** Whoever gets no answer sends the same again, under the same key, until there is one. */
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
  done.catch(() => undefined); // whoever stops it hears of it
  return {
    sentAt,
    stop: async () => {
      isOver = true;
      await done;
      return sentAt.length;
    },
  };
}

/** The number in a title of `startPublishing`. */
export function numberOf(title: string): number {
  return Number(/\d+$/.exec(title)?.[0]);
}
