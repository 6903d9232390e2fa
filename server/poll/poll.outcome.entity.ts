import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../kernel/rows.ts';
import { Poll } from './poll.entity.ts';

/** What the town hall says happens now that a poll has ended. */
const PollOutcomeSchema = defineEntity({
  name: 'PollOutcome',
  properties: {
    poll: () => p.manyToOne(Poll).primary().ref(),
    /** Markdown as it was written. */
    body: p.text(),
    /** Rendered and sanitised when it was written: the only form a page may show as it is. */
    html: p.text(),
    /** How it begins, without its marks: for cards. */
    excerpt: p.text(),
    /** The council's resolution: https. */
    resolutionUrl: p.text().nullable(),
    /** When it was first told; who took part hears of that once. */
    givenAt: p.datetime(),
    revisedAt: p.datetime().nullable(),
  },
});
export class PollOutcome extends PollOutcomeSchema.class {}
PollOutcomeSchema.setClass(PollOutcome);
export type PollOutcomeRow = RowOf<PollOutcome>;
