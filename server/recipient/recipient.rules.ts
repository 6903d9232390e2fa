import { type Actor, strangersCode } from '../kernel/actor.ts';
import { allow, deny, type Verdict } from '../kernel/errors.ts';
import type { InterestContribution } from '../kernel/message.ts';

declare module '../kernel/names.ts' {
  interface InterestNames {
    readonly GROUP: true;
    readonly TAKING_PART: true;
    readonly OWN_REPORTS: true;
    readonly FOLLOWED_REPORTS: true;
    readonly DESK: true;
  }
}

/** People with an account choose their messages; others choose by the link of a mail, and API keys get none. */
export function canChooseMessages(actor: Actor): Verdict {
  return actor.kind === 'person' ? allow : deny(strangersCode(actor));
}

/** Interest that is chosen for each group; all others are chosen as a whole. */
export const groupInterest = 'GROUP';

/** News for many people: nobody gets mail of it without having chosen mail. */
const news = { INBOX: 'NOW', EMAIL: 'OFF', PUSH: 'NOW', SMS: 'OFF' } as const;
/** Answers to what the person did, by which the person consented to mail. */
const answers = { INBOX: 'NOW', EMAIL: 'NOW', PUSH: 'NOW', SMS: 'OFF' } as const;

/** Interests that every town has, with the modes that apply while a person has chosen none. */
export const interests: readonly InterestContribution[] = [
  { name: groupInterest, description: 'Posts and new polls of a group.', rest: news },
  { name: 'TAKING_PART', description: 'Polls and ideas in which the person takes part.', rest: news },
  { name: 'OWN_REPORTS', description: 'Reports and requests of the person.', rest: answers },
  { name: 'FOLLOWED_REPORTS', description: 'Reports that the person follows.', rest: answers },
  { name: 'DESK', description: 'Work of the desks where the person works; for staff only.', rest: answers },
];
