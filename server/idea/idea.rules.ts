import { type Actor, hasRole, isStaff, personId, strangersCode, withinScope } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import { isHttps } from '../kernel/https.ts';
import { InputCheck } from '../kernel/payload.ts';
import { type IdeaRow, type IdeaState, ideaStates } from './idea.entity.ts';

/** Number of supporters that a new idea needs in towns that have not set their own number. */
export const defaultThreshold = 50;

type Mover = 'staff' | 'author';
/** Allowed moves by old and new state, and who may make them. */
const moves: Readonly<Record<IdeaState, Readonly<Partial<Record<IdeaState, Mover>>>>> = {
  SUBMITTED: { OPEN: 'staff', DECLINED: 'staff', WITHDRAWN: 'author' },
  OPEN: { UNDER_REVIEW: 'staff', ON_AGENDA: 'staff', DECLINED: 'staff', WITHDRAWN: 'author' },
  UNDER_REVIEW: { ON_AGENDA: 'staff', DECIDED: 'staff', DECLINED: 'staff' },
  ON_AGENDA: { UNDER_REVIEW: 'staff', DECIDED: 'staff', DECLINED: 'staff' },
  DECIDED: {},
  DECLINED: {},
  WITHDRAWN: {},
};
/** States in which support can be given and withdrawn. */
const supportable: readonly IdeaState[] = ['OPEN', 'UNDER_REVIEW'];

/**
 * Facts that decide who may see an idea: ideas that are not public are visible to their author and staff only. Everybody
 * must be allowed to read the group, which in a CLOSED group the staff are not.
 */
export interface IdeaReach {
  readonly municipalityId: string;
  readonly authorId: string | null;
  /** See `isShown`. */
  readonly isPublic: boolean;
  /** The actor may read the group of the idea. */
  readonly readsGroup: boolean;
}

/** Whether the actor may see the idea; refused with NOT_FOUND, which does not reveal that the idea exists. */
export function canSeeIdea(actor: Actor, { municipalityId, authorId, isPublic, readsGroup }: IdeaReach): Verdict {
  const scoped = withinScope(actor, municipalityId, 'posts:read');
  if (!scoped.allow) return scoped;
  const sees = isPublic || isInsider(actor, { municipalityId, authorId });
  return readsGroup && sees ? allow : deny('NOT_FOUND');
}

/** Whether the idea is public: it was opened at some time, and neither withdrawn nor hidden by the town hall. */
export function isShown({ state, openedAt, hiddenAt }: Shown): boolean {
  return openedAt != null && hiddenAt == null && state !== 'WITHDRAWN';
}
type Shown = Pick<IdeaRow, 'state'> & { readonly openedAt?: Date | null; readonly hiddenAt?: Date | null };

/** Whether the actor sees an idea that is not public: its author, and people who work in the town hall. */
export function isInsider(
  actor: Actor,
  { municipalityId, authorId }: Omit<IdeaReach, 'isPublic' | 'readsGroup'>,
): boolean {
  const isOwn = actor.kind === 'person' && actor.id === authorId;
  return isOwn || actor.kind === 'system' || isStaff(actor, municipalityId);
}

export function canSubmitIdea(actor: Actor): Verdict {
  return actor.kind === 'person' ? allow : deny(strangersCode(actor));
}

/** Whether the actor may add or withdraw support; residence is not checked. */
export function canSupportIdea(actor: Actor, { state, hiddenAt }: Pick<Shown, 'state' | 'hiddenAt'>): Verdict {
  if (actor.kind !== 'person') return deny(strangersCode(actor));
  return supportable.includes(state) && hiddenAt == null ? allow : deny('IDEA_NOT_OPEN');
}

/** Whether the actor may move ideas: editors and admins of the town. */
export function canManageIdeas(actor: Actor, municipalityId: string): Verdict {
  if (actor.kind === 'anonymous') return deny('UNAUTHENTICATED');
  return hasRole(actor, municipalityId, 'EDITOR', 'ADMIN') ? allow : deny('FORBIDDEN');
}

/** States to which the actor may move the idea now. */
export function movesOf(actor: Actor, { state, municipality, author }: IdeaRow): IdeaState[] {
  const isAuthor = author != null && personId(actor) === author.id;
  const manages = canManageIdeas(actor, municipality.id).allow;
  const may = (mover: Mover | undefined): boolean => (mover === 'author' ? isAuthor : mover === 'staff' && manages);
  return ideaStates.filter((to) => may(moves[state][to]));
}

export interface IdeaInput {
  readonly title: string;
  readonly text: string;
}

/** Validated and trimmed idea. User errors: TOO_SHORT, TOO_LONG, BAD_CHARACTERS. */
export function readIdea({ title, text }: IdeaInput): IdeaInput {
  const check = new InputCheck();
  const read = { title: check.text(title, [5, 120], 'title'), text: check.multiline(text, [20, 4000], 'text') };
  check.done();
  return read;
}

export interface MoveInput {
  readonly to: IdeaState;
  /** Day on which the council meets, YYYY-MM-DD. */
  readonly agendaOn?: string | null;
  readonly agendaUrl?: string | null;
  readonly answer?: string | null;
}

/**
 * Validated and trimmed fields of a move. User errors: DATE_REQUIRED, NOT_HTTPS, MESSAGE_REQUIRED, REASON_REQUIRED,
 * TOO_LONG, BAD_CHARACTERS.
 */
export function readMove({ to, agendaOn = null, agendaUrl = null, answer = null }: MoveInput) {
  const check = new InputCheck();
  const url = agendaUrl?.trim() || null;
  const isDay = agendaOn !== null && /^\d{4}-\d{2}-\d{2}$/.test(agendaOn) && !Number.isNaN(Date.parse(agendaOn));
  check.require(to !== 'ON_AGENDA' || isDay, 'DATE_REQUIRED', 'the day the council meets', 'agendaOn');
  check.require(url === null || isHttps(url, 500), 'NOT_HTTPS', 'begins with https://', 'agendaUrl');
  const text = check.multiline(answer ?? '', [0, 4000], 'answer');
  check.require(to !== 'DECIDED' || text !== '', 'MESSAGE_REQUIRED', 'what was decided', 'answer');
  check.require(to !== 'DECLINED' || text !== '', 'REASON_REQUIRED', 'why not', 'answer');
  check.done();
  return { agendaOn: to === 'ON_AGENDA' ? agendaOn : null, agendaUrl: url, answer: text || null };
}

/** Accepts 2 to 100,000 supporters. User errors: OUT_OF_RANGE. */
export function checkThreshold(supporters: number): void {
  const check = new InputCheck();
  const isPossible = Number.isInteger(supporters) && supporters >= 2 && supporters <= 100_000;
  check.require(isPossible, 'OUT_OF_RANGE', 'from 2 to 100,000', 'supporters');
  check.done();
}
