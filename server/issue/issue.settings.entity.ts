import { defineEntity, p } from '@mikro-orm/core';
import { Municipality } from '../municipality/municipality.entity.ts';
import type { IssueStatus } from './issue.entity.ts';

/** How a town calls a status when it speaks to people: in German, and where it wants in English and in plain words. */
export interface StatusLabel {
  readonly status: IssueStatus;
  readonly de: string;
  readonly en?: string | null;
  readonly plain?: string | null;
}

/** What a town has set for its reports; no row: as everywhere. */
const IssueSettingsSchema = defineEntity({
  name: 'IssueSettings',
  properties: {
    municipality: () => p.oneToOne(Municipality).primary().ref(),
    /** For so long a reporter may say that it is not fixed. */
    reopenDays: p.integer(),
    labels: p.json<readonly StatusLabel[]>(),
  },
});
export class IssueSettings extends IssueSettingsSchema.class {}
IssueSettingsSchema.setClass(IssueSettings);
