import type { Stage } from './harness/stage.ts';

export interface Options {
  /** Fewer sockets and rounds: to see that it runs, not to quote. */
  readonly isQuick: boolean;
  /** Instead of the job's own number. */
  readonly sockets: number | undefined;
  readonly rounds: number | undefined;
  /** Of the soak. */
  readonly minutes: number;
}

/** What a job has found out about one peer, or about us alone. It is read, never a verdict that stops anything. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** Nobody: the goal is a figure of ours. */
  readonly peer?: string;
  readonly theirs?: number;
  /** `ours ÷ theirs`, the median of the ratios inside the rounds; without a peer our figure itself. */
  readonly ratio: number;
  /** None: told beside, not claimed. */
  readonly goal?: Goal;
}
/** `atMost`, `atLeast`: ours may or must be that many times theirs. `less`: theirs must be that many times ours. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number } | { readonly less: number };

/** A job on the stage all of them share. */
export type Job = (stage: Stage, options: Options) => Promise<Row[]>;

export function isReached({ ratio, goal }: Row): boolean | undefined {
  if (goal === undefined) return undefined;
  if ('atMost' in goal) return ratio <= goal.atMost;
  return 'atLeast' in goal ? ratio >= goal.atLeast : 1 / ratio >= goal.less;
}
