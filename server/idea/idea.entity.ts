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

/** Proposal of a citizen to the town. */
const IdeaSchema = defineEntity({
  name: 'Idea',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    group: () => p.manyToOne(Group).ref(),
    /** Never shown to other people; null: the account was deleted. */
    author: () => p.manyToOne(Person).ref().nullable().deleteRule('set null'),
    title: p.string(),
    text: p.text(),
    state: p.enum(ideaStates),
    /** Number of supporters required to bring the idea before the council; copied from the town at submission. */
    threshold: p.integer(),
    /** Number of IdeaSupport rows; changed together with these rows while this row is locked. */
    supportCount: p.integer().default(0),
    /** When the idea first had enough supporters; stays if support is withdrawn later. Null: not yet. */
    reachedAt: p.datetime().nullable(),
    /** When the idea became public; null: not yet. */
    openedAt: p.datetime().nullable(),
    /** When the town hall hid the idea from everybody but its author and the staff; null: not hidden. */
    hiddenAt: p.datetime().nullable(),
    createdAt: p.datetime(),
    /** ON_AGENDA: the day the council meets. */
    agendaOn: p.date().nullable(),
    /** Address of the council's papers, beginning with https://. */
    agendaUrl: p.text().nullable(),
    /** DECIDED: what was decided. DECLINED: the reason. */
    answer: p.text().nullable(),
    /** Increases with every move; a move based on an older version is refused with CONFLICT. */
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

/** Task of the town hall to bring an idea before the council; at most one per idea. */
const CouncilTaskSchema = defineEntity({
  name: 'CouncilTask',
  properties: {
    idea: () => p.manyToOne(Idea).primary().ref().deleteRule('cascade'),
    municipality: () => p.manyToOne(Municipality).ref(),
    createdAt: p.datetime(),
    /** When the idea was put on the agenda, decided, declined or withdrawn; null: the task is open. */
    doneAt: p.datetime().nullable(),
  },
  indexes: [{ properties: ['municipality', 'doneAt'] }],
});
export class CouncilTask extends CouncilTaskSchema.class {}
CouncilTaskSchema.setClass(CouncilTask);

/** Number of supporters that new ideas of a town need; without a row `defaultThreshold` applies. */
const IdeaThresholdSchema = defineEntity({
  name: 'IdeaThreshold',
  properties: {
    municipality: () => p.manyToOne(Municipality).primary().ref(),
    supporters: p.integer(),
  },
});
export class IdeaThreshold extends IdeaThresholdSchema.class {}
IdeaThresholdSchema.setClass(IdeaThreshold);
