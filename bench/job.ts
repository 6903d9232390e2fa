import type { Stage } from './harness/stage.ts';

export interface Options {
  /** Few sockets, small tables and one round: shows that a job runs. Its figures mean nothing. */
  readonly isSmoke: boolean;
  /** Whether peers take part; without them only our own checkouts are compared. */
  readonly hasPeers: boolean;
  /** Number of sockets instead of the job's own. */
  readonly sockets: number | undefined;
  readonly rounds: number;
  /** Duration of the soak. */
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
  /** Smallest and largest ratio of all rounds; absent without a peer. */
  readonly spread?: Spread;
  /** None: told beside, not claimed. */
  readonly goal?: Goal;
}
export interface Spread {
  readonly min: number;
  readonly max: number;
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
