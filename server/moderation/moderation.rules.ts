import { type Actor, hasRole, personId, strangersCode } from '../kernel/actor.ts';
import { allow, deny, type Verdict as Permission } from '../kernel/errors.ts';
import { InputCheck } from '../kernel/payload.ts';
import type { Ground, NoticeReason, Verdict, WordKind } from './moderation.entity.ts';

/** Words of an object, with the facts that decide whether a notice about them is possible. */
export interface Words {
  readonly kind: WordKind;
  readonly objectId: string;
  readonly municipalityId: string;
  /** Null: written without an account, or the account was erased. */
  readonly authorId: string | null;
  /** The actor is known as the author without an account. */
  readonly isOwn?: boolean;
  /** Whether everybody may read the words, and a citizen wrote them. */
  readonly isPublic: boolean;
}

/** Everybody may send notices, with or without an account, except programs of partners. */
export function canSendNotices(actor: Actor): Permission {
  return actor.kind === 'partner' ? deny('FORBIDDEN') : allow;
}

/** Whether the actor may send a notice about these words; `hasOpen`: a notice of the actor about them waits. */
export function canSendNotice(actor: Actor, { authorId, isOwn, isPublic }: Words, hasOpen: boolean): Permission {
  const mayAtAll = canSendNotices(actor);
  if (!mayAtAll.allow) return mayAtAll;
  if (!isPublic) return deny('NO_PUBLIC_WORDS');
  const person = personId(actor);
  if (isOwn === true || (person !== null && person === authorId)) return deny('OWN_WORDS');
  return hasOpen ? deny('NOTICE_EXISTS') : allow;
}

/** Whether the actor may read and decide the notices of the town: its editors and admins. */
export function canModerate(actor: Actor, municipalityId: string): Permission {
  if (hasRole(actor, municipalityId, 'EDITOR', 'ADMIN')) return allow;
  return deny(strangersCode(actor));
}

export interface NoticeText {
  readonly reason: NoticeReason;
  readonly text?: string | null;
}

/** Validated text of a notice; null: none. User errors: MESSAGE_REQUIRED (for OTHER), TOO_LONG, BAD_CHARACTERS. */
export function readNotice({ reason, text }: NoticeText): string | null {
  const check = new InputCheck();
  const words = check.multiline(text ?? '', [0, 2000], 'text');
  check.require(reason !== 'OTHER' || words !== '', 'MESSAGE_REQUIRED', 'say what is wrong', 'text');
  check.done();
  return words || null;
}

export interface DecisionInput {
  readonly verdict: Verdict;
  readonly ground?: Ground | null;
  readonly statement: string;
}

/** Validated decision. User errors, reported together: REASON_REQUIRED, GROUND_REQUIRED, TOO_LONG, BAD_CHARACTERS. */
export function readDecision({ verdict, ground, statement }: DecisionInput) {
  const check = new InputCheck();
  const words = check.multiline(statement, [0, 2000], 'statement');
  check.require(words !== '', 'REASON_REQUIRED', 'both sides get the reason', 'statement');
  const isHidden = verdict === 'HIDDEN';
  check.require(!isHidden || ground != null, 'GROUND_REQUIRED', 'a law or a rule', 'ground');
  check.done();
  return { verdict, ground: isHidden ? (ground ?? null) : null, statement: words };
}
