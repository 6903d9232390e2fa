import { ref, shallowRef, watch, type ShallowRef } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import type { Failure } from '../../ui/failure.ts';
import type { IssueCardFragment, IssueStage } from '../../gql/graphql.ts';
import type { BoardAsking, Wish } from './boardAsking.ts';
import type { BoardBeginning } from './boardBeginning.ts';
import { type Lane, loadedIn, withSlice } from './boardLane.ts';
import { stages } from '../moves.ts';

interface Reading {
  readonly lane: ShallowRef<Lane>;
  readonly asking: BoardAsking;
  /** Parameters of the lane; null until they are known. */
  readonly wish: () => Wish | null;
  readonly place: (card: IssueCardFragment) => void;
  readonly beginning: BoardBeginning;
}

/**
 * Reads a lane whenever its parameters change. Changes that arrive meanwhile are applied afterwards, because the
 * answer may be older.
 */
export function useLaneReading({ lane, asking, wish, place, beginning }: Reading) {
  const { failureOf } = useErrorTexts();
  const isLoading = ref(true);
  const failure = shallowRef<Failure | null>(null);
  const onTheWay = new Set<IssueCardFragment[]>();
  const keyOf = () => JSON.stringify(wish());
  let asked = 0;
  let shown = 0;

  const read = async (wished: Wish, changed: readonly IssueCardFragment[]): Promise<void> => {
    const turn = ++asked;
    const key = keyOf();
    const told = beginning.join();
    const start = await asking.start(wished).catch(throwAfter(() => told(null)));
    if (told(start.cursor)) return load();
    let next = start.lane;
    for (const stage of stages) {
      const before = isLoading.value ? 0 : loadedIn(lane.value, stage);
      next = await asking.deepen(wished, next, stage, before);
    }
    if (turn < shown || key !== keyOf()) return;
    shown = turn;
    lane.value = next;
    changed.forEach(place);
    isLoading.value = false;
  };
  const load = async () => {
    const wished = wish();
    if (!wished) return;
    const changed: IssueCardFragment[] = [];
    onTheWay.add(changed);
    failure.value = null;
    await read(wished, changed).catch((error: unknown) => {
      failure.value = failureOf(error);
      isLoading.value = false;
    });
    onTheWay.delete(changed);
  };
  watch(keyOf, () => ((isLoading.value = true), void load()), { immediate: true });
  const note = (card: IssueCardFragment) => onTheWay.forEach((changed) => changed.push(card));
  return { isLoading, failure, load, note, turnOf: () => shown };
}

function throwAfter(act: () => void) {
  return (error: unknown): never => {
    act();
    throw error;
  };
}

/** Loads the next page of a column, once at a time; an answer for earlier parameters is ignored. */
export function useLaneMore({ lane, asking, wish }: Omit<Reading, 'beginning'>, turnOf: () => number) {
  const { failureOf } = useErrorTexts();
  const failure = shallowRef<Failure | null>(null);
  const reading = new Map<IssueStage, number>();

  const loadMore = async (stage: IssueStage) => {
    const wished = wish();
    const turn = turnOf();
    const { cursor } = lane.value.ends[stage];
    if (!wished || cursor === null || reading.get(stage) === turn) return;
    reading.set(stage, turn);
    failure.value = null;
    try {
      const slice = await asking.readMore(wished, lane.value, stage);
      if (turn === turnOf()) lane.value = withSlice(lane.value, stage, slice);
    } catch (error) {
      failure.value = failureOf(error);
    }
    reading.delete(stage);
  };
  return { loadMore, moreFailure: failure, forgetFailure: () => (failure.value = null) };
}
