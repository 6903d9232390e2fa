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

/** A kind of event; its name is its address in the database, so two may not share one. */
export function defineEvent<Facts extends object>(type: string): EventKind<Facts> {
  defined.add(type);
  return Object.assign((facts: Facts) => ({ type, facts }), { type });
}

/** Every kind of event of the files that are loaded. */
export function eventTypes(): readonly string[] {
  return [...defined];
}

/** Listeners run inside the transaction: they write rows, enqueue jobs, announce topics. Nothing else can be lost. */
export function on<Facts>(
  { type }: EventKind<Facts>,
  run: (tx: Tx, event: DomainEvent<Facts>) => Promise<void> | void,
): Listener {
  return { type, run };
}

/** Returns what can be announced to list topics: the event with its row. */
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

/** Marks a topic as changed; with `event`, a list topic will hand out this event in commit order. */
export function announce<Args>(
  tx: Tx,
  topic: Pick<Topic<Args, never, unknown>, 'name' | 'id'>,
  args: Args,
  event?: DomainEvent<never> | DomainEvent,
): void {
  const key = topicKey(topic, args);
  tx.topics.set(key, [...(tx.topics.get(key) ?? []), ...(event?.row === undefined ? [] : [event.row])]);
}

/**
 * One sentence: transaction, rule, change, record. After the commit only hints leave the process. A nested write joins
 * the outer one; it has no savepoint, so never catch inside it and go on.
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
