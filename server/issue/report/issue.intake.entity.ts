import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';
import { Issue } from '../issue.entity.ts';

/** Channels of reports that the town hall records for people. */
const intakeChannels = ['PHONE', 'COUNTER', 'LETTER'] as const;
export type IntakeChannel = (typeof intakeChannels)[number];

/** A report that the town hall recorded for somebody; reports that people wrote themselves have no row. */
const IssueIntakeSchema = defineEntity({
  name: 'IssueIntake',
  properties: {
    issue: () => p.oneToOne(Issue).primary().ref().deleteRule('cascade'),
    channel: p.enum(intakeChannels),
    /** Member of staff who recorded it; visible to staff only. */
    takenBy: () => p.manyToOne(Person).ref().nullable(),
  },
});
export class IssueIntake extends IssueIntakeSchema.class {}
IssueIntakeSchema.setClass(IssueIntake);
