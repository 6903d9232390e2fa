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
export type PollState = 'DRAFT' | 'SCHEDULED' | 'OPEN' | 'CLOSED';

/** Texts of a poll in another language or in Leichte Sprache; questions and options in the order of the ballot. */
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
    /** Post that contains the poll and shows it; null: the poll has no post. */
    post: () => p.manyToOne(Post).ref().nullable(),
    /** Whether it is a draft, which staff alone see until it is started; false for a poll of a post, which waits for its post. */
    isDraft: p.boolean().default(false),
    title: p.string(),
    description: p.text().nullable(),
    /** Translations of title, description and questions; frozen at opening like the questions. Null: none. */
    variants: p.json<readonly PollVariant[]>().nullable(),
    opensAt: p.datetime(),
    /** Exclusive: a vote that reaches the database at this moment is too late. */
    closesAt: p.datetime(),
    openedAt: p.datetime().nullable(),
    closedAt: p.datetime().nullable(),
    /** When the counts became final; for a secret poll later than the close. Null: not closed, or being counted. */
    countedAt: p.datetime().nullable(),
    /** AFTER_CONFIRMATION: when the counted result was confirmed; null: not yet, or no confirmation is needed. */
    confirmedAt: p.datetime().nullable(),
    /** When people who have not voted receive the one reminder; null: no reminder. */
    remindsAt: p.datetime().nullable(),
    remindedAt: p.datetime().nullable(),
    /** Increases with every change of the draft; a change based on an older version is refused with CONFLICT. */
    version: p.integer().default(1),
    /** When results may be seen. This and the following rules are frozen when the poll opens. */
    resultsVisibility: p.enum(resultsVisibilities),
    eligibility: p.enum(eligibilities),
    /** Assurance level that the session of a voter must have. */
    assurance: p.enum(assuranceLevels).default('BASIC'),
    changeAllowed: p.boolean().default(true),
    /** SECRET: votes are cast by the operations in `ballot/`, never by castVote. */
    secrecy: p.enum(secrecies).default('EVERYDAY'),
    /** Number of electors, fixed at opening; null before the opening and for SIGNED_IN. */
    eligibleCount: p.integer().nullable(),
    /**
     * Number of people who voted; a changed vote counts once. For an open secret poll it is updated in steps of five.
     */
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

/** Times that determine the state of a poll and whether its result is public. */
export interface PollTimes {
  /** Absent where drafts cannot occur. */
  readonly isDraft?: boolean;
  readonly closesAt: Date;
  readonly openedAt?: Date | null;
  readonly closedAt?: Date | null;
  readonly countedAt?: Date | null;
  readonly confirmedAt?: Date | null;
}

/** State for display, by the clock of this process; whether a vote is in time is decided by the database's clock. */
export function stateOf({ isDraft = false, closesAt, openedAt, closedAt }: PollTimes, now: Date): PollState {
  if (isDraft) return 'DRAFT';
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
    /** Least number of choices or ranks; for TEXT 1 if an answer is required, otherwise 0. */
    minChoices: p.integer(),
    maxChoices: p.integer(),
    /** Order of options on the screen of a voter; results always use the order of the ballot. */
    optionOrder: p.enum(optionOrders).default('FIXED'),
    /** RANKING: result of the run-off, stored at the close before the ballots are deleted; null before the close. */
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
    /** Photo with an alternative text; null: the option has no picture. */
    picture: () => p.manyToOne(Photo).ref().nullable(),
    /** Counter for display; the close replaces it by a count of the ballots. */
    votes: p.integer().default(0),
  },
  indexes: [{ properties: ['question'] }, { properties: ['picture'] }],
});
export class PollOption extends PollOptionSchema.class {}
PollOptionSchema.setClass(PollOption);
export type PollOptionRow = RowOf<PollOption>;

/** Person who may vote, fixed at opening: a member of the group, or a person with a proof of residence. */
const ElectorSchema = defineEntity({
  name: 'Elector',
  properties: {
    poll: () => p.manyToOne(Poll).primary().ref(),
    person: () => p.manyToOne(Person).primary().ref(),
  },
});
export class Elector extends ElectorSchema.class {}
ElectorSchema.setClass(Elector);

/** Person who took part in a poll; kept after the close, unlike the ballot. */
const ParticipationSchema = defineEntity({
  name: 'Participation',
  properties: {
    poll: () => p.manyToOne(Poll).primary().ref(),
    person: () => p.manyToOne(Person).primary().ref(),
  },
});
export class Participation extends ParticipationSchema.class {}
ParticipationSchema.setClass(Participation);

/** Choices of one person, kept while the poll is open. Only their author can read them; deleted at the close. */
const BallotSchema = defineEntity({
  name: 'Ballot',
  properties: {
    poll: () => p.manyToOne(Poll).primary().ref(),
    person: () => p.manyToOne(Person).primary().ref(),
    /** Options that the counters count: all choices, sorted, and the first choice of each ranking. */
    optionIds: p.array().columnType('uuid[]'),
    /** Ranked options of all RANKING questions, first choice first; null: none. */
    rankedIds: p.array().columnType('uuid[]').nullable(),
    /** Answers to TEXT questions by question id; null: none. */
    texts: p.json<Readonly<Record<string, string>>>().nullable(),
    /** `optionIds` of the replaced vote, read from the locked row so that the counters stay exact; null: first vote. */
    previousOptionIds: p.array().columnType('uuid[]').nullable(),
  },
});
export class Ballot extends BallotSchema.class {}
BallotSchema.setClass(Ballot);
