import { joinGroup } from '../../group/group.membership.service.ts';
import { findTownGroup } from '../../group/group.service.ts';
import { personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { write } from '../../kernel/events.ts';
import type { DeliveryMode } from '../../kernel/message.ts';
import { groupInterest } from '../../recipient/recipient.rules.ts';
import { findConsent, keepConsent } from '../../recipient/recipient.service.ts';
import { writePreference } from '../notification.preference.service.ts';
import { canChooseMessages } from '../../recipient/recipient.rules.ts';

/** Mode of e-mail for each answer to the first question. */
const emailModes = { APP_ONLY: 'OFF', WEEKLY: 'WEEKLY', AT_ONCE: 'NOW' } as const satisfies Record<
  string,
  DeliveryMode
>;
export type StartChoice = keyof typeof emailModes;

/** Version of the wording of the question; raised whenever its texts change their meaning. */
const wording = 1;

export interface StartInput {
  readonly municipalityId: string;
  readonly choice: StartChoice;
  /** Language in which the question was asked. */
  readonly locale: string;
}

/**
 * Answers the first question: the actor follows the town, and gets its news, polls and ideas as chosen. Keeps
 * the answer as a proof of consent. A later answer replaces the choices of an earlier one. Errors: UNAUTHENTICATED,
 * FORBIDDEN, NOT_FOUND.
 */
export function chooseStart(ctx: Context, { municipalityId, choice, locale }: StartInput): Promise<StartChoice> {
  return write(ctx, async (tx) => {
    authorize(canChooseMessages(tx.actor));
    const recipientId = personId(tx.actor) ?? '';
    const town = await findTownGroup(tx, municipalityId);
    if (town === null) throw new DomainError('NOT_FOUND');
    const group = await joinGroup(tx, town.id);
    const common = { recipientId, channel: 'EMAIL', mode: emailModes[choice] };
    await writePreference(tx, { ...common, interest: groupInterest, groupId: group.id });
    await writePreference(tx, { ...common, interest: 'TAKING_PART', groupId: null });
    await keepConsent(tx, { recipientId, municipalityId, choice, wording, locale });
    return choice;
  });
}

/** Newest answer of the person to the first question of the town; null: not answered yet. */
export async function findStartChoice(
  ctx: Context,
  person: string,
  municipalityId: string,
): Promise<StartChoice | null> {
  const consent = await findConsent(ctx, person, municipalityId);
  return isChoice(consent?.choice) ? consent.choice : null;
}

function isChoice(choice: string | undefined): choice is StartChoice {
  return choice !== undefined && Object.hasOwn(emailModes, choice);
}
