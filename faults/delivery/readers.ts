import { askData } from '../harness/http.ts';
import type { Person } from '../harness/people.ts';
import { openSocket, watch } from '../harness/sockets.ts';
import { publish } from '../harness/posts.ts';

/** People with the app open who subscribe to their inbox. */
export interface Readers {
  readonly groupId: string;
  readonly addresses: readonly string[];
  /** Publishes a post to the readers; returns milliseconds until each inbox showed it, NaN after ten seconds. */
  tell(title: string): Promise<readonly number[]>;
  leave(): Promise<void>;
}

const join = `mutation($groupId: ID!) { joinGroup(input: { groupId: $groupId }) { userErrors { code } }
  setPreference(input: { groupId: $groupId, interest: GROUP, channel: EMAIL, mode: NOW }) { userErrors { code } } }`;
const inbox = 'subscription { inbox { entries { subject { ... on Post { id } } } } }';
type Entries = readonly { readonly subject: { readonly id?: string } | null }[];

export async function seatReaders(
  port: number,
  admin: Person,
  groupId: string,
  people: readonly Person[],
): Promise<Readers> {
  for (const person of people) await askData(port, person, join, { groupId });
  const sockets = people.map((person) => openSocket(port, person));
  const streams = sockets.map((socket) => watch(socket, inbox, {}));
  await Promise.all(streams.map((stream) => stream.until(() => true, 10_000)));
  return {
    groupId,
    addresses: people.map(({ email }) => email),
    tell: async (title) => {
      const began = performance.now();
      const post = await publish(port, admin, groupId, title);
      return Promise.all(
        streams.map(async (stream) => {
          const shows = (entries: Entries): boolean => entries.some(({ subject }) => subject?.id === post);
          const message = await stream.until(({ data }) => shows(data?.inbox?.entries ?? []), 10_000);
          return message === undefined ? NaN : stream.lastAt() - began;
        }),
      );
    },
    leave: async () => {
      await Promise.all(sockets.map((socket) => socket.dispose()));
    },
  };
}
