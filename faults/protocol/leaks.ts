import { uuidOf } from '../harness/polls.ts';
import { openAcknowledged, openRaw } from '../harness/raw.ts';
import { becomesTrue, pause } from '../harness/waiting.ts';
import type { Case, Target } from './cases.ts';

export const leakCases: readonly Case[] = [
  {
    name: 'connections cut without a word',
    expected: /^\d+ cut, then 0 channels, 0 subscriptions of the topic$/,
    run: cutMany,
  },
];

/**
 * Cuts many connections. The remaining subscriptions of the bus show whether subscriber groups and iterators are
 * released.
 */
async function cutMany(target: Target): Promise<string> {
  const { stage, database, poll } = target;
  const count = stage.isShort ? 200 : 1000;
  const [installation] = await stage.postgres.rows<{ id: string }>(database, 'select id from installation');
  const channel = `${installation?.id}:hint:pollResults:${uuidOf(poll.id)}`;
  const steady = await openAcknowledged(target.port, target.nobody());
  steady.send({ id: '1', type: 'subscribe', payload: { query: subscriptionOf(poll.id) } });
  await steady.next(({ type }) => type === 'next');
  for (let done = 0; done < count; done += 50) {
    await Promise.all(Array.from({ length: 50 }, (_, n) => cutOne(target, n % 5)));
  }
  const seen = await subscribersOf(target, channel);
  steady.cut();
  const held = (): Promise<number> => channelsOf(target, `${installation?.id}:hint:`);
  await becomesTrue(async () => (await held()) === 0, 5000);
  const channels = await held();
  if (seen !== 1) return `one subscriber was left, the topic had ${seen} subscriptions`;
  return `${count} cut, then ${channels} channels, ${await subscribersOf(target, channel)} subscriptions of the topic`;
}

/**
 * Cuts at one of five moments: before init, before the acknowledgement, while subscribing, after the first message,
 * idle.
 */
async function cutOne({ port, poll, nobody }: Target, moment: number): Promise<void> {
  const socket = await openRaw(port, { client: nobody() });
  if (typeof socket === 'number') throw new Error(`upgrade refused: ${socket}`);
  if (moment > 0) socket.send({ type: 'connection_init' });
  if (moment > 1) {
    await socket.next(({ type }) => type === 'connection_ack');
    const query = subscriptionOf(poll.id);
    for (const id of ['1', '2']) socket.send({ id, type: 'subscribe', payload: { query } });
  }
  if (moment > 2) await socket.next(({ type }) => type === 'next');
  if (moment > 3) await pause(50);
  socket.cut();
}

function subscriptionOf(pollId: string): string {
  return `subscription { pollResults(pollId: "${pollId}") { __typename } }`;
}

/** Number of channels of connected clients. The process itself always subscribes to the channel of the modules. */
async function channelsOf({ stage }: Target, start: string): Promise<number> {
  const channels = (await stage.redis.ask('PUBSUB', 'CHANNELS', `${start}*`)) as string[];
  return channels.filter((channel) => channel !== `${start}switches:all`).length;
}

async function subscribersOf({ stage }: Target, channel: string): Promise<number> {
  return Number(((await stage.redis.ask('PUBSUB', 'NUMSUB', channel)) as [string, number])[1]);
}
