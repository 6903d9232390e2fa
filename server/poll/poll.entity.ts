import { defineEntity, p } from '@mikro-orm/core';
import { Group } from '../group/group.entity.ts';
import { Person } from '../identity/identity.entity.ts';
import { assuranceLevels } from '../kernel/assurance.ts';
import type { RowOf } from '../kernel/rows.ts';
import { Photo } from '../media/media.entity.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { Post } from '../post/post.entity.ts';
import type { RunOff } from './poll.runoff.entity.ts';

export const resultsVisibilities = ['LIVE', 'AFTER_OWN_VOTE', 'AFTER_CLOSE', 'AFTER_CONFIRMATION'] as const;
export type ResultsVisibility = (typeof resultsVisibilities)[number];
export const eligibilities = ['SIGNED_IN', 'MEMBERS', 'VERIFIED_RESIDENT'] as const;
export type Eligibility = (typeof eligibilities)[number];
const secrecies = ['EVERYDAY', 'SECRET'] as const;
export type Secrecy = (typeof secrecies)[number];
export const questionKinds = ['SINGLE', 'MULTIPLE', 'RANKING', 'TEXT'] as const;
export type QuestionKind = (typeof questionKinds)[number];
export const optionOrders = ['FIXED', 'SHUFFLED'] as const;
export type OptionOrder = (typeof optionOrders)[number];
export type PollState = 'SCHEDULED' | 'OPEN' | 'CLOSED';

/** What a poll says in another language, or in Leichte Sprache; questions and options in the order of the ballot. */
export interface PollVariant {
  readonly locale: string;
  readonly title: string;
  readonly description: string | null;
  readonly questions: readonly { readonly text: string; readonly options: readonly string[] }[];
}

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
    /** The same in other languages, made with it and as fixed as its questions; null: there is none. */
    variants: p.json<readonly PollVariant[]>().nullable(),
    opensAt: p.datetime(),
    /** Exclusive: a vote that reaches the database at this moment is too late. */
    closesAt: p.datetime(),
    openedAt: p.datetime().nullable(),
    closedAt: p.datetime().nullable(),
    /** AFTER_CONFIRMATION: when the counted result was confirmed; null: not yet, or it needs no confirming. */
    confirmedAt: p.datetime().nullable(),
    /** When those who have not voted are reminded, once; null: they are not. */
    remindsAt: p.datetime().nullable(),
    remindedAt: p.datetime().nullable(),
    /** Counts drafts: one written on an older version is a CONFLICT. */
    version: p.integer().default(1),
    /** Rules below cannot change once the poll has opened. */
    resultsVisibility: p.enum(resultsVisibilities),
    eligibility: p.enum(eligibilities),
    /** What the session of whoever votes must prove. */
    assurance: p.enum(assuranceLevels).default('BASIC'),
    changeAllowed: p.boolean().default(true),
    /** SECRET: votes go through the booth and the box of `ballot/`, never through castVote. */
    secrecy: p.enum(secrecies).default('EVERYDAY'),
    /** How many people were frozen at opening; SIGNED_IN: null. */
    eligibleCount: p.integer().nullable(),
    /** People who voted, however often they changed their mind; of a secret poll that is open, in steps of five. */
    turnout: p.integer().default(0),
    questions: () => p.oneToMany(Question).mappedBy('poll').orderBy({ position: 'asc' }),
    electors: () => p.oneToMany(Elector).mappedBy('poll'),
  },
  indexes: [{ properties: ['municipality', 'closesAt'] }, { properties: ['post'] }],
});
export class Poll extends PollSchema.class {
  state(now: Date): PollState {
    return stateOf(this, now);
  }
}
PollSchema.setClass(Poll);
export type PollRow = RowOf<Poll>;

/** What a poll's state follows from, and whether its result may be told. */
export interface PollTimes {
  readonly closesAt: Date;
  readonly openedAt?: Date | null;
  readonly closedAt?: Date | null;
  readonly confirmedAt?: Date | null;
}

/** The database clock decides votes; this is what screens say. */
export function stateOf({ closesAt, openedAt, closedAt }: PollTimes, now: Date): PollState {
  if (closedAt != null || now >= closesAt) return 'CLOSED';
  return openedAt == null ? 'SCHEDULED' : 'OPEN';
}

const QuestionSchema = defineEntity({
  name: 'Question',
  properties: {
    id: p.uuid().primary(),
    poll: () => p.manyToOne(Poll).ref(),
    position: p.integer(),
    text: p.text(),
    kind: p.enum(questionKinds),
    /** Choices, ranks, or of a TEXT question answers: 0 or 1. */
    minChoices: p.integer(),
    maxChoices: p.integer(),
    /** How the ballot shows its options; results keep the order of the ballot. */
    optionOrder: p.enum(optionOrders).default('FIXED'),
    /** RANKING: counted at the close, before the ballots were emptied; null until then. */
    runOff: p.json<RunOff>().nullable(),
    options: () => p.oneToMany(PollOption).mappedBy('question').orderBy({ position: 'asc' }),
  },
  indexes: [{ properties: ['poll'] }],
});
export class Question extends QuestionSchema.class {}
QuestionSchema.setClass(Question);
export type QuestionRow = RowOf<Question>;

const PollOptionSchema = defineEntity({
  name: 'PollOption',
  properties: {
    id: p.uuid().primary(),
    question: () => p.manyToOne(Question).ref(),
    position: p.integer(),
    label: p.string(),
    /** With words for those who cannot see it. */
    picture: () => p.manyToOne(Photo).ref().nullable(),
    /** A counter for display; the close counts the ballots themselves. */
    votes: p.integer().default(0),
  },
  indexes: [{ properties: ['question'] }, { properties: ['picture'] }],
});
export class PollOption extends PollOptionSchema.class {}
PollOptionSchema.setClass(PollOption);
export type PollOptionRow = RowOf<PollOption>;

/** Who may vote, frozen at opening: members of the group, or people with a proof of residence. */
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
    /** What the counters count: the choices, sorted, and the first choice of each ranking. */
    optionIds: p.array().columnType('uuid[]'),
    /** The rankings, first choice first; null: the ballot has none. */
    rankedIds: p.array().columnType('uuid[]').nullable(),
    /** Answers in words by question; null: the ballot has none. */
    texts: p.json<Readonly<Record<string, string>>>().nullable(),
    /** What this vote replaced, read from the locked row so that the counters stay exact. */
    previousOptionIds: p.array().columnType('uuid[]').nullable(),
  },
});
export class Ballot extends BallotSchema.class {}
BallotSchema.setClass(Ballot);
