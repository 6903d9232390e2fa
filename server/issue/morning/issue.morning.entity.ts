import { defineEntity, p } from '@mikro-orm/core';
import { Municipality } from '../../municipality/municipality.entity.ts';

/** Plan of a town's next morning list. The row exists since the town's first report. */
const MorningPlanSchema = defineEntity({
  name: 'MorningPlan',
  properties: {
    municipality: () => p.manyToOne(Municipality).primary().ref().deleteRule('cascade'),
    /** Next time at which the town hall opens; null: it does not open within 400 days. */
    at: p.datetime().nullable(),
    /** Local day of the last list as the number yyyymmdd; null: there was none. */
    lastDay: p.integer().nullable(),
  },
});
export class MorningPlan extends MorningPlanSchema.class {}
MorningPlanSchema.setClass(MorningPlan);
