import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';

/** Metrics of one process. Labels are words of the program only: never a town, a person or an id. */
export interface Metrics {
  readonly registry: Registry;
  /** Seconds from the hint that a topic changed to the messages on the sockets of its subscribers. */
  readonly liveLag: Histogram;
  /** Deliveries that ended, by channel and state. */
  readonly deliveries: Counter<'channel' | 'state'>;
}

/** Makes the metrics of a process: those of Node, and those that the kernel measures. */
export function createMetrics(): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  return {
    registry,
    liveLag: new Histogram({
      name: 'ortsfunk_live_lag_seconds',
      help: 'Time from the hint that a topic changed to the messages on the sockets, with the time of conflation.',
      buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
      registers,
    }),
    deliveries: new Counter({
      name: 'ortsfunk_deliveries_total',
      help: 'Deliveries whose sending ended in this process.',
      labelNames: ['channel', 'state'],
      registers,
    }),
  };
}

/** Gauges that are read when somebody asks for the metrics; `read` returns one value for each combination of labels. */
export function readGauge<Label extends string>(
  { registry }: Pick<Metrics, 'registry'>,
  name: string,
  help: string,
  labelNames: readonly Label[],
  read: () => Promise<readonly (readonly [labels: Readonly<Record<Label, string>>, value: number])[]>,
): void {
  new Gauge({
    name,
    help,
    labelNames: [...labelNames],
    registers: [registry],
    aggregator: 'max', // one process reports it
    async collect() {
      const values = await read();
      this.reset();
      for (const [labels, value] of values) this.set(labels, value);
    },
  });
}
