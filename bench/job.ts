import type { Stage } from './harness/stage.ts';

export interface Options {
  /** Few sockets, small tables and one round, to show that a job runs. The figures mean nothing. */
  readonly isSmoke: boolean;
  /** Whether peers take part. Without them only checkouts of the product are compared. */
  readonly hasPeers: boolean;
  /** Number of sockets that replaces the job's default. */
  readonly sockets: number | undefined;
  /** Number of recipients that replaces the job's default. */
  readonly people: number | undefined;
  readonly rounds: number;
  /** Duration of the soak in minutes. */
  readonly minutes: number;
}

/** One result of a job, about one peer or about `ours` alone. Results inform; they never fail a run. */
export interface Row {
  readonly what: string;
  readonly unit: string;
  readonly ours: number;
  /** Absent: the goal is a limit for `ours` alone. */
  readonly peer?: string;
  readonly theirs?: number;
  /** `ours ÷ theirs`, as the median of the ratios inside the rounds; without a peer the figure of `ours`. */
  readonly ratio: number;
  /** Smallest and largest ratio of all rounds; absent without a peer. */
  readonly spread?: Spread;
  /** Absent: the row is printed for information only. */
  readonly goal?: Goal;
}
export interface Spread {
  readonly min: number;
  readonly max: number;
}
/** `atMost`, `atLeast`: bound of the ratio. `less`: `theirs` must be at least this many times `ours`. */
export type Goal = { readonly atMost: number } | { readonly atLeast: number } | { readonly less: number };

/** A job; all jobs share one stage. */
export type Job = (stage: Stage, options: Options) => Promise<Row[]>;

export function isReached({ ratio, goal }: Row): boolean | undefined {
  if (goal === undefined) return undefined;
  if ('atMost' in goal) return ratio <= goal.atMost;
  return 'atLeast' in goal ? ratio >= goal.atLeast : 1 / ratio >= goal.less;
}
