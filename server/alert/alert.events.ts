import { defineEvent } from '../kernel/events.ts';
import type { AcknowledgementAnswer, IncidentKind, IncidentStatus, MsgType } from './alert.entity.ts';

export interface AlertFacts {
  readonly municipalityId: string;
  readonly incidentId: string;
  readonly alertId: string;
  readonly kind: IncidentKind;
  readonly status: IncidentStatus;
}
export interface AlertSentFacts extends AlertFacts {
  readonly number: number;
  readonly msgType: MsgType;
  readonly level: number;
  /** Level of the incident before; 0: the alert began it. */
  readonly levelBefore: number;
}
export interface AcknowledgedFacts {
  readonly municipalityId: string;
  readonly incidentId: string;
  readonly answer: AcknowledgementAnswer;
}

/** An alert waits for the second person. */
export const alertSubmitted = defineEvent<AlertFacts>('alert.submitted');
export const alertApproved = defineEvent<AlertFacts>('alert.approved');
export const alertRefused = defineEvent<AlertFacts>('alert.refused');
/** The author sent the alert without a second person. */
export const alertBrokeGlass = defineEvent<AlertFacts>('alert.brokeGlass');
/** An admin reviewed that an alert was sent without a second person. */
export const alertReviewed = defineEvent<AlertFacts>('alert.reviewed');
/** A partner proposed an alert. */
export const alertProposed = defineEvent<AlertFacts>('alert.proposed');
export const alertSent = defineEvent<AlertSentFacts>('alert.sent');
export const incidentAcknowledged = defineEvent<AcknowledgedFacts>('alert.acknowledged');
/** A member of staff takes care of somebody who needs help. */
export const helpTaken = defineEvent<AcknowledgedFacts>('alert.helpTaken');
