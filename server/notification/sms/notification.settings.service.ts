import type { Context, MessageContribution } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import { record, write } from '../../kernel/events.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import { smsSettingsChanged } from './notification.sms.events.ts';
import { monthOf, spentIn } from './notification.budget.service.ts';
import { type SmsMode, SmsSettings } from './notification.sms.entity.ts';
import { isSenderName, longestSender, senderOf } from './notification.sms.rules.ts';

/** SMS of a town as its admins see them. */
export interface TownSms {
  readonly mode: SmsMode;
  readonly budgetCents: number;
  /** Sender that the town chose; null: none. */
  readonly sender: string | null;
  /** Sender that phones show. */
  readonly shownSender: string;
  /** Amount that was reserved or paid this month, rounded up. */
  readonly spentCents: number;
}

/** Highest budget of a month in cents. */
const mostCents = 1_000_000;

/** Mode of a town; OFF without a gateway. */
export async function smsModeOf(ctx: Context, municipalityId: string): Promise<SmsMode> {
  if (ctx.config.smsGateway === undefined) return 'OFF';
  const settings = await findSettings(ctx, municipalityId);
  return settings?.mode ?? 'EMERGENCY_ONLY';
}

/** Whether the town sends such messages by SMS; messages that nobody chooses are codes that verify a number. */
export async function isSmsOffered(
  ctx: Context,
  municipalityId: string,
  { class: urgency, interest }: Pick<MessageContribution, 'class' | 'interest'>,
): Promise<boolean> {
  const mode = await smsModeOf(ctx, municipalityId);
  return mode === 'CHOSEN' || (mode === 'EMERGENCY_ONLY' && (urgency === 'EMERGENCY' || interest === null));
}

/** Sender that phones show for the town. */
export async function findSender(ctx: Context, { id, name }: { readonly id: string; readonly name: string }) {
  return (await findSettings(ctx, id))?.sender ?? senderOf(name);
}

function findSettings({ em }: Context, municipalityId: string): Promise<SmsSettings | null> {
  return em.findOne(SmsSettings, { municipality: municipalityId }, { refresh: true });
}

/** SMS of a town; null if the actor is not an admin of it. */
export async function readTownSms(ctx: Context, municipalityId: string): Promise<TownSms | null> {
  if (!canRunTown(ctx.actor, municipalityId).allow) return null;
  const town = await ctx.em.findOneOrFail(Municipality, municipalityId);
  const settings = await findSettings(ctx, municipalityId);
  const sender = settings?.sender ?? null;
  return {
    mode: settings?.mode ?? 'EMERGENCY_ONLY',
    budgetCents: Math.floor((settings?.budget ?? 0) / 100),
    sender,
    shownSender: sender ?? senderOf(town.name),
    spentCents: Math.ceil((await spentIn(ctx, town.id, monthOf(ctx.now(), town.timeZone))) / 100),
  };
}

export interface TownSmsInput {
  readonly mode: SmsMode;
  readonly budgetCents: number;
  readonly sender?: string | null;
}

/**
 * Sets which messages of the town leave by SMS, and what they may cost. Errors: UNAUTHENTICATED, FORBIDDEN; user errors:
 * BAD_BUDGET, BAD_SENDER, TOO_LONG, BAD_CHARACTERS.
 */
export async function setTownSms(ctx: Context, municipalityId: string, input: TownSmsInput): Promise<void> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const { mode, budgetCents } = input;
  const check = new InputCheck();
  const sender = check.text(input.sender ?? '', [0, longestSender], 'sender') || null;
  check.require(budgetCents >= 0 && budgetCents <= mostCents, 'BAD_BUDGET', `0 to ${mostCents} cents`, 'budgetCents');
  const isFine = sender === null || isSenderName(sender);
  check.require(isFine, 'BAD_SENDER', `at most ${longestSender} letters and digits`, 'sender');
  check.done();
  await write(ctx, async (tx) => {
    await tx.em.execute(
      `insert into sms_settings (municipality_id, mode, budget, sender) values (?, ?, ?, ?)
       on conflict (municipality_id) do update set mode = excluded.mode, budget = excluded.budget, sender = excluded.sender`,
      [municipalityId, mode, 100 * budgetCents, sender],
    );
    await record(tx, smsSettingsChanged({ municipalityId }));
  });
}
