import { defineEntity, p } from '@mikro-orm/core';
import { Issue } from '../issue.entity.ts';

/** The survey whether an issue is fixed; an issue is surveyed once only. */
const IssueSurveySchema = defineEntity({
  name: 'IssueSurvey',
  properties: {
    issue: () => p.oneToOne(Issue).primary().ref().deleteRule('cascade'),
    askedAt: p.datetime(),
    answeredAt: p.datetime().nullable(),
    /** Answer of the reporter. NOT_FIXED also reopens the issue. */
    isFixed: p.boolean().nullable(),
    /** True: the reporter declined all further surveys, also about other issues. */
    isUnwanted: p.boolean().default(false),
  },
});
export class IssueSurvey extends IssueSurveySchema.class {}
IssueSurveySchema.setClass(IssueSurvey);
