import { defineEntity, p } from '@mikro-orm/core';
import { Issue } from '../issue.entity.ts';

/** The reporter agreed that whoever outside looks after it may be told how to reach them. */
const IssueConsentSchema = defineEntity({
  name: 'IssueConsent',
  properties: { issue: () => p.oneToOne(Issue).primary().ref().deleteRule('cascade'), at: p.datetime() },
});
export class IssueConsent extends IssueConsentSchema.class {}
IssueConsentSchema.setClass(IssueConsent);
