import { defineEntity, p } from '@mikro-orm/core';
import { Person } from '../../identity/identity.entity.ts';
import { Issue } from '../issue.entity.ts';

/** How somebody reported who was not at a screen. */
const intakeChannels = ['PHONE', 'COUNTER', 'LETTER'] as const;
export type IntakeChannel = (typeof intakeChannels)[number];

/** The town hall wrote a report down for somebody; of what people write themselves there is none. */
const IssueIntakeSchema = defineEntity({
  name: 'IssueIntake',
  properties: {
    issue: () => p.oneToOne(Issue).primary().ref().deleteRule('cascade'),
    channel: p.enum(intakeChannels),
    /** The town hall's own affair. */
    takenBy: () => p.manyToOne(Person).ref().nullable(),
  },
});
export class IssueIntake extends IssueIntakeSchema.class {}
IssueIntakeSchema.setClass(IssueIntake);
