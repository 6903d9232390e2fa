import type { Stage } from './stage.ts';

/** What was measured, printed in this order. */
export type Figures = Readonly<Record<string, string | number>>;

export interface Scenario {
  readonly name: string;
  /** What must hold, in one line. */
  readonly promise: string;
  /** Throws what must not be. */
  play(stage: Stage): Promise<Figures>;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = 0, high = low] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return Math.round((low + high) / 2);
}
