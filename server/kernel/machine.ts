import { DomainError, faultRetrySeconds } from './errors.ts';
import type { Log } from './log.ts';
import { type WriteFault, writeFaultOf } from './outage.ts';

export type MachineFault = WriteFault | 'CLOCK_WRONG';

export interface Finding {
  readonly fault: MachineFault;
  /** English, for operators. */
  readonly details: string;
}

export interface FaultReport extends Finding {
  readonly since: Date;
}

/** Looks for faults and returns those it sees now. If it throws, its earlier findings remain. */
export type Probe = () => Promise<readonly Finding[]>;

/** Milliseconds between two rounds of the probes: without a fault, and while one lasts. */
const calmMs = 5000;
const alertMs = 1000;

/** Milliseconds for which a failed write counts as a fault; a probe that sees the same fault decides instead. */
const notedMs = 30_000;

/**
 * Health of the machine: probes look for faults at intervals, and failed writes are noted. While a fault lasts, whatever
 * writes is refused. The log has one line when a fault begins and one when it ends.
 */
export class MachineHealth {
  readonly #probes: readonly Probe[];
  readonly #log: Log;
  readonly #found = new Map<Probe, readonly Finding[]>();
  /** Faults of failed writes, with the moment by `performance.now()` at which they no longer count. */
  readonly #noted = new Map<MachineFault, number>();
  readonly #lasting = new Map<MachineFault, FaultReport>();
  #timer: NodeJS.Timeout | undefined;
  #round: Promise<void> = Promise.resolve();
  #isStopped = false;
  /** Whether the next round is planned. */
  #isWaiting = false;

  constructor(probes: readonly Probe[], log: Log) {
    this.#probes = probes;
    this.#log = log;
  }

  /** Runs the probes once, and from now on at intervals until `stop`. */
  start(): Promise<void> {
    this.#isWaiting = false;
    this.#round = this.#runAll();
    return this.#round;
  }

  /** Ends the intervals; resolves when no probe runs any more. */
  async stop(): Promise<void> {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    await this.#round;
  }

  /** Faults that last at the moment. */
  faults(): readonly FaultReport[] {
    return [...this.#lasting.values()];
  }

  isWritable(): boolean {
    return this.#lasting.size === 0;
  }

  /** Throws UNAVAILABLE with `retryAfter` while a fault lasts. */
  requireWritable(): void {
    if (!this.isWritable()) throw new DomainError('UNAVAILABLE', { retryAfter: faultRetrySeconds });
  }

  /** Notes the error of a failed write. Errors with other reasons are ignored. */
  note(error: unknown): void {
    const fault = error instanceof Error ? writeFaultOf(error) : undefined;
    if (fault === undefined) return;
    this.#noted.set(fault, performance.now() + notedMs);
    if (!this.#lasting.has(fault)) this.#plan(0); // a probe that sees the fault also sees its end
    this.#review();
  }

  async #runAll(): Promise<void> {
    await Promise.all(this.#probes.map((probe) => this.#run(probe)));
    this.#review(); // failed writes may no longer count
    this.#isWaiting = true;
    this.#plan(this.isWritable() ? calmMs : alertMs);
  }

  /** Starts the next round after `ms`, unless one is running. */
  #plan(ms: number): void {
    if (this.#isStopped || !this.#isWaiting) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.start(), ms).unref();
  }

  async #run(probe: Probe): Promise<void> {
    try {
      const findings = await probe();
      const earlier = this.#found.get(probe) ?? [];
      this.#found.set(probe, findings);
      for (const { fault } of [...earlier, ...findings]) this.#noted.delete(fault);
      this.#review();
    } catch (error) {
      this.note(error); // an unreachable database is reported by /readyz itself
    }
  }

  /** Compares the findings with the faults that lasted until now, and logs the differences. */
  #review(): void {
    const current = new Map(this.#findings().map((finding) => [finding.fault, finding]));
    for (const [fault, { details }] of current) {
      const since = this.#lasting.get(fault)?.since;
      this.#lasting.set(fault, { fault, details, since: since ?? new Date() });
      if (since === undefined) this.#log.error({ fault, details }, 'a fault of the machine begins');
    }
    for (const [fault, { since }] of this.#lasting) {
      if (current.has(fault)) continue;
      this.#lasting.delete(fault);
      const seconds = Math.round((Date.now() - since.getTime()) / 1000);
      this.#log.warn({ fault, seconds }, 'a fault of the machine has ended');
    }
  }

  /** Findings of the last round; those of the probes replace those of failed writes. */
  #findings(): Finding[] {
    const noted = [...this.#noted].filter(([, until]) => until > performance.now());
    const failed = noted.map(([fault]) => ({ fault, details: 'a write failed for this reason' }));
    return [...failed, ...[...this.#found.values()].flat()];
  }
}
