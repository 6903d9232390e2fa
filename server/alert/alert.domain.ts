import { defineDomain } from '../kernel/domain.ts';
import { node } from '../kernel/nodes.ts';
import { alertAudit } from './alert.audit.ts';
import { capRouter } from './alert.cap.router.ts';
import { findAcknowledgement } from './alert.answers.service.ts';
import { Acknowledgement, Alert, Incident } from './alert.entity.ts';
import { alertErrors } from './alert.errors.ts';
import { AcknowledgementResolver, AlertResolver, IncidentResolver } from './alert.incident.resolver.ts';
import { acknowledgementsTopic, alertLiveListeners, alertsTopic, incidentTopic } from './alert.live.ts';
import { alertMessageListeners, alertMessages } from './alert.messages.ts';
import { alertPersonalData, alertRetention } from './alert.personalData.ts';
import { findAlert, findIncident } from './alert.reading.service.ts';
import { seedAlerts } from './alert.seed.ts';
import { MunicipalityAlertsResolver } from './alert.resolver.ts';
import { centrePart } from './centre/alert.centre.part.ts';
import { AlertCheckResolver } from './check/alert.check.resolver.ts';
import { deskPart } from './desk/alert.desk.part.ts';
import { emergencyPart } from './emergency/alert.emergency.part.ts';
import { missingPart } from './missing/alert.missing.part.ts';
import { proposalPart } from './proposal/alert.proposal.part.ts';

declare module '../kernel/names.ts' {
  interface ModuleNames {
    readonly ALERTS: true;
  }
  interface RoleNames {
    readonly WARNER: true;
  }
  interface InterestNames {
    readonly WARNINGS: true;
  }
  interface ScopeNames {
    readonly 'alerts:read': true;
    readonly 'alerts:propose': true;
  }
}

export const alert = defineDomain({
  name: 'alert',
  module: { name: 'ALERTS', description: 'Warnings, drills and disruptions.' },
  roles: [{ name: 'WARNER', description: 'Sends warnings, drills and disruptions; sees no reports of citizens.' }],
  interests: [
    {
      name: 'WARNINGS',
      description: 'Warnings of the town; from level 3 they reach everybody, whatever was chosen.',
      rest: { INBOX: 'NOW', PUSH: 'NOW' },
    },
  ],
  scopes: [
    { name: 'alerts:read', description: 'Read warnings, drills and disruptions.' },
    { name: 'alerts:propose', description: 'Propose warnings, drills and disruptions; a person decides about each.' },
  ],
  scopeFields: {
    'alerts:read': [
      'Incident',
      'Alert',
      'Municipality.incidents',
      'Municipality.alertTemplates',
      'Query.checkAlert',
      'CheckedAlert',
      'Subscription.alerts',
      'Subscription.incident',
    ],
    'alerts:propose': ['Mutation.proposeAlert', 'AlertProposal'],
  },
  userErrors: alertErrors,
  entities: [Incident, Alert, Acknowledgement],
  resolvers: [MunicipalityAlertsResolver, IncidentResolver, AlertResolver, AcknowledgementResolver, AlertCheckResolver],
  nodes: [node('Incident', findIncident), node('Alert', findAlert), node('Acknowledgement', findAcknowledgement)],
  routes: [capRouter],
  topics: [alertsTopic, incidentTopic, acknowledgementsTopic],
  seeds: [seedAlerts],
  listeners: [...alertLiveListeners, ...alertMessageListeners],
  messages: alertMessages,
  audit: [alertAudit],
  personalData: alertPersonalData,
  retention: alertRetention,
  parts: [centrePart, deskPart, emergencyPart, missingPart, proposalPart],
});
