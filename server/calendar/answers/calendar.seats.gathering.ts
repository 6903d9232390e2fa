import { batched } from '../../kernel/batch.ts';
import type { Context } from '../../kernel/context.ts';
import type { Bus } from '../../kernel/live/hint.ts';
import type { SlotRow } from '../calendar.slot.entity.ts';
import type { Outcome, Wish } from './calendar.party.service.ts';
import { inTurn } from './calendar.seats.service.ts';

/** Stores wishes of different recipients in one transaction; returns the outcomes of the first of them, at least of one. */
type Store = (slot: SlotRow, wishes: readonly [Wish, ...Wish[]]) => Promise<readonly Outcome[]>;

/** Wishes about one slot that wait for their transaction. */
interface Line {
  readonly add: (wish: Wish) => Promise<Outcome>;
  /** Number of wishes without an outcome. */
  count: number;
}

/** Most wishes in one transaction. */
const mostTogether = 50;

/**
 * Returns a function that stores a wish about a slot. Wishes that come while the process works on the slot are stored together, in
 * their order, because all of them need the same lock.
 */
export function createGathering(store: Store): (ctx: Pick<Context, 'bus'>, slot: SlotRow, wish: Wish) => Promise<void> {
  const lines = new WeakMap<Bus, Map<string, Line>>();
  return async ({ bus }, slot, wish) => {
    const known = lines.get(bus) ?? new Map<string, Line>();
    lines.set(bus, known);
    const storeTogether = (wishes: Wish[]): Promise<Outcome[]> =>
      inTurn({ bus }, slot.id, () => storeAll(store, slot, wishes));
    const line = known.get(slot.id) ?? { add: batched(storeTogether, { maxBatchSize: mostTogether }), count: 0 };
    known.set(slot.id, line);
    line.count += 1;
    try {
      const { error } = await line.add(wish);
      if (error !== undefined) throw error;
    } finally {
      line.count -= 1;
      if (line.count === 0) known.delete(slot.id);
    }
  };
}

/** Outcomes of all wishes, in as many transactions as they need. */
async function storeAll(store: Store, slot: SlotRow, wishes: readonly Wish[]): Promise<Outcome[]> {
  const outcomes: Outcome[] = [];
  while (outcomes.length < wishes.length) {
    const [first, ...others] = firstOfDifferent(wishes.slice(outcomes.length));
    if (first === undefined) break;
    outcomes.push(...(await store(slot, [first, ...others])));
  }
  return outcomes;
}

/** First wishes, up to the second one of a recipient. */
function firstOfDifferent(wishes: readonly Wish[]): readonly Wish[] {
  const recipients = new Set<string>();
  const end = wishes.findIndex(({ recipientId }) => recipients.size === recipients.add(recipientId).size);
  return end === -1 ? wishes : wishes.slice(0, end);
}
