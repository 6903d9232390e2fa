import type { ConditionalTreatment } from '../kernel/personalData.ts';

/** SQL condition over the row `t`: its poll is counted. */
const isCounted = 'exists (select from poll p where p.id = t.poll_id and p.counted_at is not null)';

/**
 * Treatment of a voter: until the poll is counted, an empty row of Person keeps roll and count right; afterwards the counts
 * are stored.
 */
export const untilCounted: readonly ConditionalTreatment[] = [
  { does: 'KEEP', when: `not ${isCounted}` },
  { does: 'DELETE', when: isCounted },
];
