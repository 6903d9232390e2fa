import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { Post } from '../post/post.entity.ts';

export const resultsVisibilities = ['LIVE', 'AFTER_OWN_VOTE', 'AFTER_CLOSE'] as const;
export type ResultsVisibility = (typeof resultsVisibilities)[number];
export const eligibilities = ['SIGNED_IN', 'MEMBERS'] as const;
export type Eligibility = (typeof eligibilities)[number];
export const questionKinds = ['SINGLE', 'MULTIPLE'] as const;
export type QuestionKind = (typeof questionKinds)[number];
export const pollStates = ['SCHEDULED', 'OPEN', 'CLOSED'] as const;
export type PollState = (typeof pollStates)[number];

const PollSchema = defineEntity({
  name: 'Poll',
  properties: {
    id: p.uuid().primary(),
    municipality: () => p.manyToOne(Municipality).ref(),
    group: () => p.manyToOne(Group).ref(),
    /** The post it is part of, shown and voted on there; null: it stands for itself. */
    post: () => p.manyToOne(Post).ref().nullable(),
    title: p.string(),
    description: p.text().nullable(),
    opensAt: p.datetime(),
    /** Exclusive: a vote that reaches the database at this moment is too late. */
    closesAt: p.datetime(),
    openedAt: p.datetime().nullable(),
    closedAt: p.datetime().nullable(),
    /** Rules below cannot change once the poll has opened. */
    resultsVisibility: p.enum(resultsVisibilities),
    eligibility: p.enum(eligibilities),
    changeAllowed: p.boolean().default(true),
    /** MEMBERS: how many people were frozen at opening; SIGNED_IN: null. */
    eligibleCount: p.integer().nullable(),
    /** People who voted, however often they changed their mind. */
    turnout: p.integer().default(0),
    questions: () => p.oneToMany(Question).mappedBy('poll').orderBy({ position: 'asc' }),
    electors: () => p.oneToMany(Elector).mappedBy('poll'),
  },
  indexes: [{ properties: ['municipality', 'closesAt'] }, { properties: ['post'] }],
});
export class Poll extends PollSchema.class {
  /** The database clock decides votes; this is what screens say. */
  state(now: Date): PollState {
    if (this.closedAt != null || now >= this.closesAt) return 'CLOSED';
    return this.openedAt == null ? 'SCHEDULED' : 'OPEN';
  }
}
PollSchema.setClass(Poll);

const QuestionSchema = defineEntity({
  name: 'Question',
  properties: {
    id: p.uuid().primary(),
    poll: () => p.manyToOne(Poll).ref(),
    position: p.integer(),
    text: p.text(),
    kind: p.enum(questionKinds),
    minChoices: p.integer(),
    maxChoices: p.integer(),
    options: () => p.oneToMany(PollOption).mappedBy('question').orderBy({ position: 'asc' }),
  },
  indexes: [{ properties: ['poll'] }],
});
export class Question extends QuestionSchema.class {}
QuestionSchema.setClass(Question);

const PollOptionSchema = defineEntity({
  name: 'PollOption',
  properties: {
    id: p.uuid().primary(),
    question: () => p.manyToOne(Question).ref(),
    position: p.integer(),
    label: p.string(),
    /** A counter for display; the close counts the ballots themselves. */
    votes: p.integer().default(0),
  },
  indexes: [{ properties: ['question'] }],
});
export class PollOption extends PollOptionSchema.class {}
PollOptionSchema.setClass(PollOption);

/** Who may vote, frozen at opening (MEMBERS). */
const ElectorSchema = defineEntity({
  name: 'Elector',
  properties: {
    poll: () => p.manyToOne(Poll).primary().ref(),
    person: () => p.manyToOne(Person).primary().ref(),
  },
});
export class Elector extends ElectorSchema.class {}
ElectorSchema.setClass(Elector);

/** Who took part: stays. */
const ParticipationSchema = defineEntity({
  name: 'Participation',
  properties: {
    poll: () => p.manyToOne(Poll).primary().ref(),
    person: () => p.manyToOne(Person).primary().ref(),
  },
});
export class Participation extends ParticipationSchema.class {}
ParticipationSchema.setClass(Participation);

/** Who chose what, while the poll is open and the vote may change: sealed from API and staff, emptied at close. */
const BallotSchema = defineEntity({
  name: 'Ballot',
  properties: {
    poll: () => p.manyToOne(Poll).primary().ref(),
    person: () => p.manyToOne(Person).primary().ref(),
    optionIds: p.array().columnType('uuid[]'),
    /** What this vote replaced, read from the locked row so that the counters stay exact. */
    previousOptionIds: p.array().columnType('uuid[]').nullable(),
  },
});
export class Ballot extends BallotSchema.class {}
BallotSchema.setClass(Ballot);
