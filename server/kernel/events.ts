import { FlushMode } from '@mikro-orm/core';
import type { SqlEntityManager } from '@mikro-orm/sql';
import { personId } from './actor.ts';
import type { Context, DomainEvent, Listener, Tx } from './context.ts';
import { DomainEventRow } from './events.entity.ts';
import { type Topic, topicKey } from './live/topic.ts';
import { bumpVersions } from './live/version.ts';

export interface EventKind<Facts> {
  readonly type: string;
  (facts: Facts): DomainEvent<Facts>;
}
export { DomainEventRow } from './events.entity.ts';
export type { DomainEvent, Tx } from './context.ts';

const defined = new Set<string>();

/** Defines a kind of event. The type is stored in the database and must be unique. */
export function defineEvent<Facts extends object>(type: string): EventKind<Facts> {
  defined.add(type);
  return Object.assign((facts: Facts) => ({ type, facts }), { type });
}

/** Types of all events of the loaded files. */
export function eventTypes(): readonly string[] {
  return [...defined];
}

/**
 * Listeners run inside the transaction of the event: they write rows, enqueue jobs and announce topics, so that nothing
 * is lost.
 */
export function on<Facts>(
  { type }: EventKind<Facts>,
  run: (tx: Tx, event: DomainEvent<Facts>) => Promise<void> | void,
): Listener {
  return { type, run };
}

/**
 * Stores the event and returns it with its row, as list topics need it. Concurrent calls must begin in the same tick, because a row
 * that is persisted while another call flushes is not stored.
 */
export async function record(tx: Tx, event: DomainEvent): Promise<DomainEvent> {
  const municipalityId = 'municipalityId' in event.facts ? String(event.facts.municipalityId) : null;
  const partnerKey = tx.actor.kind === 'partner' ? tx.actor.keyId : null;
  const row = tx.em.create(
    DomainEventRow,
    { type: event.type, facts: event.facts, actor: personId(tx.actor), partnerKey, municipalityId, at: tx.now() },
    { partial: true },
  );
  tx.em.persist(row);
  const recorded = { ...event, row };
  for (const listener of tx.registry.listeners.get(event.type) ?? [])
    await listener.run(tx, recorded as DomainEvent<never>);
  return recorded;
}

/** Marks a topic as changed; with `event`, a list topic delivers this event in commit order. */
export function announce<Args>(
  tx: Tx,
  topic: Pick<Topic<Args, never, unknown>, 'name' | 'id'>,
  args: Args,
  event?: DomainEvent<never> | DomainEvent,
): void {
  const key = topicKey(topic, args);
  tx.topics.set(key, [...(tx.topics.get(key) ?? []), ...(event?.row === undefined ? [] : [event.row])]);
}

/** Marks topics as changed in one statement without a transaction, because what changed is committed already. */
export async function announceChanged<Args>(
  { em, bus }: Pick<Context, 'em' | 'bus'>,
  topic: Pick<Topic<Args, never, unknown>, 'name' | 'id'>,
  all: readonly Args[],
): Promise<void> {
  const hints = await bumpVersions(em, new Map(all.map((args) => [topicKey(topic, args), []])));
  for (const hint of hints) bus.publish(hint);
}

/**
 * Runs `work` in one transaction and publishes hints after the commit. A nested write joins the outer one without a
 * savepoint, so do not catch its errors and continue.
 */
export async function write<T>(ctx: Context | Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (isTx(ctx)) return work(ctx);
  const topics = new Map<string, DomainEventRow[]>();
  const [result, hints] = await ctx.em.transactional(
    async (em) => {
      const tx: Tx = { ...ctx, em: em as SqlEntityManager, topics };
      const done = await work(tx);
      await tx.em.flush();
      return [done, await bumpVersions(tx.em, topics)] as const;
    },
    { flushMode: FlushMode.AUTO },
  );
  for (const hint of hints) ctx.bus.publish(hint);
  return result;
}

function isTx(ctx: Context | Tx): ctx is Tx {
  return 'topics' in ctx;
}
