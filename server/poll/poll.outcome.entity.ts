import { defineEntity, p } from '@mikro-orm/core';
import type { RowOf } from '../kernel/rows.ts';
import { Poll } from './poll.entity.ts';

/** Text of the town hall about what happens after a poll. */
const PollOutcomeSchema = defineEntity({
  name: 'PollOutcome',
  properties: {
    poll: () => p.manyToOne(Poll).primary().ref(),
    /** Source text in Markdown. */
    body: p.text(),
    /** HTML, rendered and sanitised when the text is saved; safe to insert into a page. */
    html: p.text(),
    /** Beginning of the text without markup, at most 280 characters. */
    excerpt: p.text(),
    /** Address of the council's resolution, beginning with https://; null: none. */
    resolutionUrl: p.text().nullable(),
    /** First publication, of which people who took part receive one message. */
    givenAt: p.datetime(),
    revisedAt: p.datetime().nullable(),
  },
});
export class PollOutcome extends PollOutcomeSchema.class {}
PollOutcomeSchema.setClass(PollOutcome);
export type PollOutcomeRow = RowOf<PollOutcome>;
