import { defineEntity, p } from '@mikro-orm/core';
import { Municipality } from '../municipality/municipality.entity.ts';
import type { IssueStatus } from './issue.entity.ts';

/** Names of a status in texts for citizens: German, and optionally English and Leichte Sprache. */
export interface StatusLabel {
  readonly status: IssueStatus;
  readonly de: string;
  readonly en?: string | null;
  readonly plain?: string | null;
}

/** Settings of a town for its issues; without a row the defaults apply. */
const IssueSettingsSchema = defineEntity({
  name: 'IssueSettings',
  properties: {
    municipality: () => p.oneToOne(Municipality).primary().ref(),
    /** Days after the end in which the reporter may reopen an issue. */
    reopenDays: p.integer(),
    labels: p.json<readonly StatusLabel[]>(),
  },
});
export class IssueSettings extends IssueSettingsSchema.class {}
IssueSettingsSchema.setClass(IssueSettings);
