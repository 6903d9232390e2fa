import { type Data, post, type Reply } from '../../faults/harness/http.ts';
import { pause } from '../../faults/harness/waiting.ts';
import { rates } from '../../server/kernel/admission.ts';
import type { Citizen } from '../harness/citizens.ts';
import type { Operation } from './operation.ts';

export interface Answer {
  readonly data: Data;
  readonly errors: NonNullable<Reply['errors']>;
  /** Points that the server has charged. */
  readonly points: number;
}

/** Asks as one of the admins; a cost of `points` is charged to that admin. */
export type Ask = (operation: Operation, points: number) => Promise<Answer>;

interface Purse {
  readonly admin: Citizen;
  left: number;
  endsAt: number;
}

/** Time of a window of the rate, with a margin for the clocks. */
const windowMs = (rates.personCost.seconds + 2) * 1000;

/**
 * The limit per person and minute stays in force: each operation is asked by the next admin who has enough points left.
 * Waits when no admin has.
 */
export function createClient(port: number, admins: readonly Citizen[]): Ask {
  const purses: Purse[] = admins.map((admin) => ({ admin, left: 0, endsAt: 0 }));
  let turn = 0;

  function fill(purse: Purse, now: number): void {
    if (now < purse.endsAt) return;
    purse.left = rates.personCost.points;
    purse.endsAt = now + windowMs;
  }

  async function takePurse(points: number): Promise<Purse> {
    for (;;) {
      const now = performance.now();
      for (const purse of purses) fill(purse, now);
      turn = (turn + 1) % purses.length;
      const found = [...purses.slice(turn), ...purses.slice(0, turn)].find(({ left }) => left >= points);
      if (found !== undefined) return found;
      await pause(500);
    }
  }

  return async ({ query, variables }, points) => {
    const charged = Math.max(1, points);
    const purse = await takePurse(charged);
    purse.left -= charged;
    const reply = await post(port, purse.admin, JSON.stringify({ query, variables }), { 'graphql-cost': '1' });
    const { extensions } = reply as { extensions?: { cost?: { asked: number } } };
    return { data: reply.data, errors: reply.errors ?? [], points: extensions?.cost?.asked ?? NaN };
  };
}
