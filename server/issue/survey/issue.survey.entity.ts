import { defineEntity, p } from '@mikro-orm/core';
import { Issue } from '../issue.entity.ts';

/** Its reporter was asked, once for ever, whether it is fixed. */
const IssueSurveySchema = defineEntity({
  name: 'IssueSurvey',
  properties: {
    issue: () => p.oneToOne(Issue).primary().ref().deleteRule('cascade'),
    askedAt: p.datetime(),
    answeredAt: p.datetime().nullable(),
    /** What the reporter says; a report that is opened again says the rest itself. */
    isFixed: p.boolean().nullable(),
    /** "Do not ask again": about whatever else this person reports, too. */
    isUnwanted: p.boolean().default(false),
  },
});
export class IssueSurvey extends IssueSurveySchema.class {}
IssueSurveySchema.setClass(IssueSurvey);
