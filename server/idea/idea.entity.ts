import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';

export const ideaStates = [
  'SUBMITTED',
  'OPEN',
  'UNDER_REVIEW',
  'ON_AGENDA',
  'DECIDED',
  'DECLINED',
  'WITHDRAWN',
] as const;
export type IdeaState = (typeof ideaStates)[number];

/** What somebody of the town would like to happen. */
const IdeaSchema = defineEntity({
  name: 'Idea',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    group: () => p.manyToOne(Group).ref(),
    /** Never named to others; null: the account is gone. */
    author: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    title: p.string(),
    text: p.text(),
    state: p.enum(ideaStates),
    /** So many people must support it to bring it before the council: the town's when it was written. */
    threshold: p.integer(),
    /** People who support it; moves with their rows, under the lock of this one. */
    supportCount: p.integer().default(0),
    reachedAt: p.datetime().nullable(),
    /** When everybody could read it first. */
    openedAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    /** ON_AGENDA: the day the council meets. */
    agendaOn: p.date().nullable(),
    /** Where the council's papers are: https. */
    agendaUrl: p.text().nullable(),
    /** What was decided, or why it was declined. */
    answer: p.text().nullable(),
    /** Counts moves: one decided on an older version is a CONFLICT. */
    version: p.integer().default(1),
    movedAt: p.datetime(),
  },
  indexes: [{ properties: ['municipality', 'state', 'id'] }],
});
export class Idea extends IdeaSchema.class {}
IdeaSchema.setClass(Idea);
export type IdeaRow = RowOf<Idea>;

/** Support of one person for one idea. It has no time, and withdrawing it deletes the row: there is no history. */
const IdeaSupportSchema = defineEntity({
  name: 'IdeaSupport',
  properties: {
    idea: () => p.manyToOne(Idea).primary().ref().deleteRule('cascade'),
    person: () => p.manyToOne(Person).primary().ref().deleteRule('cascade'),
  },
});
export class IdeaSupport extends IdeaSupportSchema.class {}
IdeaSupportSchema.setClass(IdeaSupport);

/** What the town hall has to bring before the council; one for each idea, ever. */
const CouncilTaskSchema = defineEntity({
  name: 'CouncilTask',
  properties: {
    idea: () => p.manyToOne(Idea).primary().ref().deleteRule('cascade'),
    municipality: () => p.manyToOne(Municipality).ref(),
    createdAt: p.datetime(),
    /** When the idea came on the agenda, or was answered without. */
    doneAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['municipality', 'doneAt'] }],
});
export class CouncilTask extends CouncilTaskSchema.class {}
CouncilTaskSchema.setClass(CouncilTask);

/** How many supporters new ideas of a town need; no row: the usual number. */
const IdeaThresholdSchema = defineEntity({
  name: 'IdeaThreshold',
  properties: {
    municipality: () => p.manyToOne(Municipality).primary().ref(),
    supporters: p.integer(),
  },
});
export class IdeaThreshold extends IdeaThresholdSchema.class {}
IdeaThresholdSchema.setClass(IdeaThreshold);
