import type { AuditContribution } from '../kernel/audit.ts';
import {
  categoryChanged,
  issueFlagged,
  issueForwarded,
  issueMoved,
  issuePhotoAdded,
  issuePhotoBlurred,
  issuePhotoJudged,
  issuePhotoRemoved,
  issueReported,
  issueRerouted,
  issueTitled,
  issueVisibilityChanged,
  routingChanged,
} from './issue.events.ts';

export const issueAudit: AuditContribution = {
  topics: { ISSUES: 'Reports.' },
  sentences: [
    { kind: 'ISSUE_REPORTED', topic: 'ISSUES', event: issueReported, description: 'A report was made.' },
    {
      kind: 'ISSUE_MOVED',
      topic: 'ISSUES',
      event: issueMoved,
      description: 'The status of a report changed.',
      status: 'to',
    },
    {
      kind: 'ISSUE_SPAM',
      topic: 'ISSUES',
      event: issueFlagged,
      description: 'A report was set aside as spam.',
      when: ['flag', 'SPAM'],
    },
    {
      kind: 'ISSUE_SET_ASIDE',
      topic: 'ISSUES',
      event: issueFlagged,
      description: 'A report was hidden from everybody but its reporter and the town hall.',
      when: ['flag', 'HIDDEN'],
    },
    {
      kind: 'ISSUE_BROUGHT_BACK',
      topic: 'ISSUES',
      event: issueFlagged,
      description: 'A report is no longer set aside.',
      when: ['flag', 'NONE'],
    },
    {
      kind: 'ISSUE_REROUTED',
      topic: 'ISSUES',
      event: issueRerouted,
      description: 'A report was moved to another desk.',
    },
    { kind: 'ISSUE_TITLED', topic: 'ISSUES', event: issueTitled, description: 'Staff changed the title of a report.' },
    { kind: 'ISSUE_FORWARDED', topic: 'ISSUES', event: issueForwarded, description: 'A report was forwarded by mail.' },
    {
      kind: 'ISSUE_SHOWN',
      topic: 'ISSUES',
      event: issueVisibilityChanged,
      description: 'A report was made public.',
      when: ['isPublic', true],
    },
    {
      kind: 'ISSUE_HIDDEN',
      topic: 'ISSUES',
      event: issueVisibilityChanged,
      description: 'A report is no longer public.',
      when: ['isPublic', false],
    },
    {
      kind: 'PHOTO_APPROVED',
      topic: 'ISSUES',
      event: issuePhotoJudged,
      description: 'A photo of a report was approved for everybody who sees the report.',
      when: ['isApproved', true],
    },
    {
      kind: 'PHOTO_HIDDEN',
      topic: 'ISSUES',
      event: issuePhotoJudged,
      description: 'A photo of a report is visible to its reporter and the town hall only.',
      when: ['isApproved', false],
    },
    {
      kind: 'PHOTO_ADDED',
      topic: 'ISSUES',
      event: issuePhotoAdded,
      description: 'The town hall added a photo to a report.',
    },
    {
      kind: 'PHOTO_BLURRED',
      topic: 'ISSUES',
      event: issuePhotoBlurred,
      description: 'Parts of a photo of a report were made unrecognisable.',
      when: ['isBlurred', true],
    },
    {
      kind: 'PHOTO_RESTORED',
      topic: 'ISSUES',
      event: issuePhotoBlurred,
      description: 'A photo of a report was restored as it was sent.',
      when: ['isBlurred', false],
    },
    {
      kind: 'PHOTO_REMOVED',
      topic: 'ISSUES',
      event: issuePhotoRemoved,
      description: 'The town hall removed a photo from a report.',
    },
    {
      kind: 'ROUTING_CHANGED',
      topic: 'SETTINGS',
      event: routingChanged,
      description: 'The routing of reports changed.',
    },
    {
      kind: 'CATEGORY_CHANGED',
      topic: 'SETTINGS',
      event: categoryChanged,
      description: 'A category changed.',
    },
  ],
  subjects: [
    {
      kind: 'ISSUE',
      description: 'A report.',
      type: 'Issue',
      sql: (event) => `
        select i.id, i.reference as name from issue i
        where i.id = (${event}.facts->>'issueId')::uuid`,
    },
  ],
  isCitizenActSql: (event) => `(${event}.type like 'issue.%' and (${event}.type = 'issue.reported' or exists (
    select from issue_move v where v.issue_id = (${event}.facts->>'issueId')::uuid and v.by = 'REPORTER'
    and v.version = (${event}.facts->>'version')::int)))`,
};
