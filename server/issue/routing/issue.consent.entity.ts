import { defineEntity, p } from '@mikro-orm/core';
import { Issue } from '../issue.entity.ts';

/** The reporter agreed that contact details may be forwarded to the body outside that is responsible. */
const IssueConsentSchema = defineEntity({
  name: 'IssueConsent',
  properties: { issue: () => p.oneToOne(Issue).primary().ref().deleteRule('cascade'), at: p.datetime() },
});
export class IssueConsent extends IssueConsentSchema.class {}
IssueConsentSchema.setClass(IssueConsent);
