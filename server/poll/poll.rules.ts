import { groupReaderOf, type GroupReach } from '../group/group.rules.ts';
import { type Actor, hasRole, isStaff, strangersCode, withinScope } from '../kernel/actor.ts';
import { type AssuranceLevel, isFresh, levelAt, reaches } from '../kernel/assurance.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import { ineligibilityCode } from './poll.electorate.rules.ts';
import { checkVariants, type PollVariantInput } from './poll.variant.rules.ts';
import {
  type Eligibility,
  type OptionOrder,
  type PollRow,
  type QuestionKind,
  type ResultsVisibility,
  type Secrecy,
  stateOf,
} from './poll.entity.ts';

/** Facts about a viewer and a poll that the rules need. */
export interface PollStanding {
  /** May vote: SIGNED_IN everybody; otherwise the electors, or before the opening who would become an elector now. */
  readonly isElector: boolean;
  /** Has a valid proof of residence in the town of the poll. */
  readonly isResident: boolean;
  readonly hasVoted: boolean;
}

/** Facts that decide whether an actor may see a poll. */
export interface PollReach extends GroupReach {
  /** The poll is no draft, and it has no post or its post is published. */
  readonly isPublished: boolean;
  /** The actor is an elector since the opening, also after leaving the group. */
  readonly isFrozenElector: boolean;
}

/**
 * Polls are visible to those who may read their group, and to their electors. Staff see drafts and polls of unpublished
 * posts too; of CLOSED groups only as members.
 */
export function canSeePoll(actor: Actor, reach: PollReach): Verdict {
  const { municipalityId, isPublished, isFrozenElector } = reach;
  const scoped = withinScope(actor, municipalityId, 'polls:read');
  if (!scoped.allow) return scoped;
  const reader = groupReaderOf(actor, reach);
  const isForReader = isPublished && (reader !== undefined || isFrozenElector);
  const isForStaff = reader === 'INSIDE' && isStaff(actor, municipalityId);
  return isForReader || isForStaff ? allow : deny('NOT_FOUND');
}

/** Same rules as in `castVotesSql` (poll.ballots.ts); poll.ballots.test.ts and poll.kinds.test.ts compare both. */
export function canVote(actor: Actor, poll: PollRow, standing: PollStanding, now: Date): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  if (stateOf(poll, now) !== 'OPEN') return deny('POLL_NOT_OPEN');
  if (poll.secrecy === 'SECRET') return deny('SECRET_BALLOT');
  if (!standing.isElector) return deny(ineligibilityCode(poll, standing));
  if (!reaches(levelAt(actor.assurance, now), poll.assurance)) return deny('ASSURANCE_REQUIRED');
  if (standing.hasVoted && !poll.changeAllowed) return deny('VOTE_IS_FINAL');
  return allow;
}

/** Whether the actor may create and change polls: editors and admins of the town. */
export function canManagePolls(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  return hasRole(actor, municipalityId, 'EDITOR', 'ADMIN') ? allow : deny('FORBIDDEN');
}

/** Editors and admins may close an open poll early, a secret one after a recent sign-in; the system closes it at `closesAt`. */
export function canClosePoll(actor: Actor, poll: PollRow, now: Date): Verdict {
  const mayManage = actor.kind === 'system' ? allow : canManagePolls(actor, poll.municipality.id);
  if (!mayManage.allow) return mayManage;
  if (poll.closedAt != null || poll.openedAt == null || poll.openedAt > now) return deny('POLL_NOT_OPEN');
  return isRecentEnough(actor, poll, now) ? allow : deny('SIGN_IN_AGAIN');
}

/** Closing and confirming a secret poll need a recent sign-in of the person. */
export function isRecentEnough(actor: Actor, { secrecy }: Pick<PollRow, 'secrecy'>, now: Date): boolean {
  return secrecy !== 'SECRET' || actor.kind !== 'person' || isFresh(actor.assurance, now);
}

export interface QuestionInput {
  readonly text: string;
  readonly kind: QuestionKind;
  /** MULTIPLE: least number of choices. RANKING: least number of ranks. Ignored for SINGLE and TEXT. */
  readonly minChoices?: number | null;
  readonly maxChoices?: number | null;
  /** Labels of the options; empty for TEXT. */
  readonly options: readonly string[];
  /** TEXT: an answer is required to vote. */
  readonly isRequired?: boolean | null;
  readonly optionOrder?: OptionOrder | null;
  /** Id of a photo, or null, for each option in the same order. */
  readonly pictures?: readonly (string | null)[] | null;
}
export interface PollInput {
  readonly title: string;
  readonly description?: string | null;
  readonly questions: readonly QuestionInput[];
  /** Translations of title, description and questions. */
  readonly variants?: readonly PollVariantInput[] | null;
  readonly opensAt?: Date | null;
  readonly closesAt: Date;
  readonly resultsVisibility: ResultsVisibility;
  readonly eligibility: Eligibility;
  readonly assurance?: AssuranceLevel;
  readonly changeAllowed: boolean;
  /** EVERYDAY if absent. */
  readonly secrecy?: Secrecy;
}

/** Reports all errors of a draft at once. Only in an open group (`isOpenGroup`) people may vote who are not members. */
export function checkPoll(input: PollInput, isOpenGroup: boolean, now: Date): void {
  const check = new InputCheck();
  check.text(input.title, [5, 200], 'title');
  if (input.description != null) check.multiline(input.description, [0, 5000], 'description');
  check.require(input.questions.length >= 1, 'TOO_FEW_QUESTIONS', 'at least one question', 'questions');
  check.require(input.questions.length <= 20, 'TOO_MANY_QUESTIONS', 'at most 20 questions', 'questions');
  input.questions.slice(0, 20).forEach((question, i) => {
    checkQuestion(check, question, ['questions', String(i)]);
  });
  checkVariants(check, input.variants ?? [], input.questions);
  const opensAt = input.opensAt ?? now;
  check.require(opensAt.getTime() > now.getTime() - 3_600_000, 'IN_THE_PAST', 'opens in the past', 'opensAt');
  check.require(
    input.closesAt > opensAt && input.closesAt > now,
    'CLOSES_TOO_EARLY',
    'closes before it opens',
    'closesAt',
  );
  const isReachable = isOpenGroup || input.eligibility === 'MEMBERS';
  check.require(isReachable, 'MEMBERS_ONLY', 'in this group only members may vote', 'eligibility');
  if (input.secrecy === 'SECRET') checkSecrecy(check, input);
  check.done();
}

/** A secret ballot is issued once to each elector, cannot be traced to a person later, and is counted at the close. */
function checkSecrecy(check: InputCheck, input: PollInput): void {
  const { eligibility, resultsVisibility, changeAllowed, questions } = input;
  check.require(eligibility !== 'SIGNED_IN', 'SECRET_NEEDS_MEMBERS', 'needs a fixed electorate', 'eligibility');
  const isHidden = resultsVisibility === 'AFTER_CLOSE' || resultsVisibility === 'AFTER_CONFIRMATION';
  check.require(isHidden, 'SECRET_UNTIL_CLOSE', 'counted at the close, told then or later', 'resultsVisibility');
  check.require(!changeAllowed, 'SECRET_IS_FINAL', 'a ballot in the box cannot be changed', 'changeAllowed');
  questions.forEach(({ kind }, i) => {
    const message = 'words can give somebody away';
    check.require(kind !== 'TEXT', 'SECRET_HAS_NO_WORDS', message, 'questions', String(i), 'kind');
  });
}

/** Least and greatest number of choices, ranks or text answers of a question: [least, greatest]. */
export function choiceLimits(question: QuestionInput): readonly [number, number] {
  const { kind, minChoices, maxChoices, options } = question;
  if (kind === 'TEXT') return [question.isRequired === true ? 1 : 0, 1];
  return kind === 'SINGLE' ? [1, 1] : [minChoices ?? 1, maxChoices ?? options.length];
}

function checkQuestion(check: InputCheck, question: QuestionInput, path: readonly string[]): void {
  check.text(question.text, [3, 300], ...path, 'text');
  const { kind, options, pictures = [] } = question;
  const fits = pictures === null || pictures.length === 0 || pictures.length === options.length;
  check.require(fits, 'PICTURES_DO_NOT_FIT', 'a picture or null for each option', ...path, 'pictures');
  if (kind === 'TEXT') {
    check.require(options.length === 0, 'TEXT_HAS_NO_OPTIONS', 'people answer in words', ...path, 'options');
    return;
  }
  check.require(options.length >= 2, 'TOO_FEW_OPTIONS', 'at least two options', ...path, 'options');
  check.require(options.length <= 50, 'TOO_MANY_OPTIONS', 'at most 50 options', ...path, 'options');
  const labels = options.slice(0, 50).map((label, i) => check.text(label, [1, 200], ...path, 'options', String(i)));
  check.require(new Set(labels).size === labels.length, 'SAME_OPTION_TWICE', 'options must differ', ...path, 'options');
  const [least, most] = choiceLimits(question);
  const isPossible = least >= 0 && least <= most && most >= 1 && most <= options.length;
  check.require(isPossible, 'BAD_CHOICE_LIMITS', 'impossible min or max', ...path, 'maxChoices');
}
