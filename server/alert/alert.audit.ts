import type { AuditContribution } from '../kernel/audit.ts';
import {
  alertApproved,
  alertBrokeGlass,
  alertProposed,
  alertRefused,
  alertReviewed,
  alertSent,
  alertSubmitted,
  helpTaken,
  incidentAcknowledged,
} from './alert.events.ts';

export const alertAudit: AuditContribution = {
  topics: { ALERTS: 'Warnings, drills and disruptions.' },
  sentences: [
    {
      kind: 'ALERT_SUBMITTED',
      topic: 'ALERTS',
      event: alertSubmitted,
      description: 'An alert waited for a second person.',
    },
    {
      kind: 'ALERT_APPROVED',
      topic: 'ALERTS',
      event: alertApproved,
      description: 'A second person approved an alert.',
    },
    { kind: 'ALERT_REFUSED', topic: 'ALERTS', event: alertRefused, description: 'An alert was refused or withdrawn.' },
    {
      kind: 'ALERT_BROKE_GLASS',
      topic: 'ALERTS',
      event: alertBrokeGlass,
      description: 'An alert was sent without a second person.',
    },
    {
      kind: 'ALERT_REVIEWED',
      topic: 'ALERTS',
      event: alertReviewed,
      description: 'An admin reviewed an alert that was sent without a second person.',
    },
    { kind: 'ALERT_PROPOSED', topic: 'ALERTS', event: alertProposed, description: 'A partner proposed an alert.' },
    {
      kind: 'ALERT_SENT',
      topic: 'ALERTS',
      event: alertSent,
      description: 'An alert was sent.',
      when: ['msgType', 'ALERT'],
    },
    {
      kind: 'ALERT_UPDATED',
      topic: 'ALERTS',
      event: alertSent,
      description: 'An incident was updated.',
      when: ['msgType', 'UPDATE'],
    },
    {
      kind: 'ALERT_ENDED',
      topic: 'ALERTS',
      event: alertSent,
      description: 'The all-clear was given.',
      when: ['msgType', 'CANCEL'],
    },
    {
      kind: 'HELP_TAKEN',
      topic: 'ALERTS',
      event: helpTaken,
      description: 'Somebody took care of a reader who needed help.',
    },
  ],
  // The trail does not show what single readers answered.
  notAudited: [incidentAcknowledged],
  details: (event) => `
    select coalesce(a.broke_glass_because, a.refused_because) as reason, null::timestamptz as until from alert a
    where ${event}.type in ('${alertBrokeGlass.type}', '${alertRefused.type}') and a.id = (${event}.facts->>'alertId')::uuid`,
  subjects: [
    {
      kind: 'INCIDENT',
      description: 'A warning, a drill or a disruption; its name is the headline of its first alert.',
      type: 'Incident',
      sql: (event) => `
        select a.incident_id as id, a.content#>>'{texts,0,headline}' as name from alert a
        where a.incident_id = (${event}.facts->>'incidentId')::uuid order by a.id limit 1`,
    },
  ],
};
