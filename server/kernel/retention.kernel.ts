import type { Retention } from './retention.ts';

/** Retention of the tables of the kernel; `domain_event` has kinds in the domain `privacy`. */
export const kernelRetention: Retention = {
  kinds: [
    {
      kind: 'LIVE_LOG',
      description: 'Log from which subscribers of live lists catch up; later ones get the newest page.',
      effect: 'DELETE',
      entities: ['TopicLog'],
      days: 7,
      due: ({ before }) => `t.at < ${before}`,
      batch: 2000,
    },
    {
      kind: 'IDEMPOTENCY_KEYS',
      description: 'Keys by which a repeated request is recognised.',
      effect: 'DELETE',
      entities: ['IdempotencyKey'],
      days: 7,
      due: ({ before }) => `t.at < ${before}`,
      batch: 2000,
    },
  ],
  stays: {
    NUMBERS: ['TopicVersion'],
    OWN_JOB: ['TrafficMinute'],
    TOWN: ['ExternalId'],
    INSTALLATION: ['Installation'],
  },
};
