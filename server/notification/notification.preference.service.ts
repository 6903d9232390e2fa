import { v7 } from 'uuid';
import { type Group, Membership } from '../group/group.entity.ts';
import { findGroup, standingIn } from '../group/group.service.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, refusal } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import type { DeliveryMode } from '../kernel/message.ts';
import type { Interest } from '../kernel/names.ts';
import { canChooseMessages, groupInterest } from '../recipient/recipient.rules.ts';
import { Preference } from './notification.entity.ts';
import { preferenceChanged } from './notification.events.ts';
import { canSetGroupPreference } from './notification.rules.ts';

/** Subject of a choice: one interest, for GROUP also one group, and one channel. */
export interface Subscription {
  readonly recipientId: string;
  readonly interest: Interest;
  /** Group of the interest GROUP; null for all others. */
  readonly groupId: string | null;
  readonly channel: string;
}
export interface Choice extends Subscription {
  readonly mode: DeliveryMode;
}

/** Choice as the viewer sees it. */
export interface ShownChoice {
  readonly interest: Interest;
  readonly group: Group | null;
  readonly channel: string;
  readonly mode: DeliveryMode;
}

/**
 * Choices of a person for all own groups in the town and all other interests, by all channels: the group of the whole
 * town first, then the groups by name, then the other interests. DESK is listed for staff of the town only.
 */
export async function listPreferences(ctx: Context, person: string, municipalityId: string): Promise<ShownChoice[]> {
  const memberships = await ctx.em.find(
    Membership,
    { person, group: { municipality: municipalityId } },
    { populate: ['group'], orderBy: { group: { isTown: 'desc', name: 'asc' } } },
  );
  const said = await ctx.em.find(Preference, { recipient: person });
  const modes = new Map(said.map(({ interest, group, channel, mode }) => [keyOf(interest, group?.id, channel), mode]));
  const { interests } = ctx.registry;
  const isStaff = ctx.actor.kind === 'person' && ctx.actor.roles.some((role) => role.municipalityId === municipalityId);
  const subjects = [
    ...memberships.map(({ group }): Pick<ShownChoice, 'interest' | 'group'> => ({
      interest: groupInterest,
      group: group.getEntity(),
    })),
    ...interests
      .filter(({ name }) => name !== groupInterest && (name !== 'DESK' || isStaff))
      .map(({ name }) => ({ interest: name, group: null })),
  ];
  const offered = await offeredChannels(ctx, municipalityId);
  return subjects.flatMap(({ interest, group }) =>
    offered.map((channel) => ({
      interest,
      group,
      channel,
      mode: modes.get(keyOf(interest, group?.id, channel)) ?? restOf(ctx, interest, channel),
    })),
  );
}

/** Channels that people in the town can choose. */
export async function offeredChannels(ctx: Context, municipalityId: string): Promise<string[]> {
  const chosen = { class: 'BULK', interest: groupInterest } as const;
  const names: string[] = [];
  for (const { name, isOffered } of ctx.registry.channels)
    if ((await isOffered?.(ctx, municipalityId, chosen)) !== false) names.push(name);
  return names;
}

/** Whether a town offers the channel: that of the group, or any town of which the person has joined a group. */
async function isOfferedTo(ctx: Context, person: string, group: Group | null, channel: string): Promise<boolean> {
  const groups = group === null ? await findOwnGroups(ctx, person) : [group];
  const towns = new Set(groups.map(({ municipality }) => municipality.id));
  for (const id of towns) if ((await offeredChannels(ctx, id)).includes(channel)) return true;
  return false;
}

async function findOwnGroups({ em }: Context, person: string): Promise<Group[]> {
  const memberships = await em.find(Membership, { person }, { populate: ['group'] });
  return memberships.map(({ group }) => group.getEntity());
}

function keyOf(interest: Interest, groupId: string | undefined, channel: string): string {
  return `${interest} ${groupId ?? ''} ${channel}`;
}

/**
 * Sets when messages of an interest reach the actor by a channel. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND,
 * NOT_A_MEMBER, GROUP_NOT_FITTING, MODE_NOT_POSSIBLE, CHANNEL_NOT_OFFERED.
 */
export function setPreference(ctx: Context, wish: Omit<Choice, 'recipientId'>): Promise<ShownChoice> {
  return write(ctx, async (tx) => {
    const { interest, groupId, channel, mode } = wish;
    authorize(canChooseMessages(tx.actor));
    if ((interest === groupInterest) !== (groupId !== null)) throw refusal('GROUP_NOT_FITTING', 'groupId');
    requireMode(tx, channel, mode);
    const { isOffered } = tx.registry.channels.find(({ name }) => name === channel) ?? {};
    const isFree = isOffered === undefined;
    const group = groupId === null ? null : await findGroup(tx, groupId);
    if (group !== null) authorize(canSetGroupPreference(await standingIn(tx, group.id)), ['groupId']);
    const recipientId = personId(tx.actor) ?? '';
    const isPossible = mode === 'OFF' || isFree || (await isOfferedTo(tx, recipientId, group, channel));
    if (!isPossible) throw refusal('CHANNEL_NOT_OFFERED', 'channel');
    await writePreference(tx, { recipientId, ...wish });
    return { interest, group, channel, mode };
  });
}

/** Checks that the channel can send in the mode. User errors: MODE_NOT_POSSIBLE. */
export function requireMode({ registry }: Context, channel: string, mode: DeliveryMode): void {
  const { hasDigests = false } = registry.channels.find(({ name }) => name === channel) ?? {};
  if (mode !== 'OFF' && mode !== 'NOW' && !hasDigests) throw refusal('MODE_NOT_POSSIBLE', 'mode');
}

/** When messages reach the recipient: the recipient's choice, or the rest of the interest. */
export async function readMode(ctx: Context, subscription: Subscription): Promise<DeliveryMode> {
  const { recipientId, interest, groupId, channel } = subscription;
  const said = await ctx.em.findOne(Preference, { recipient: recipientId, interest, group: groupId, channel });
  return said?.mode ?? restOf(ctx, interest, channel);
}

/** Stores a choice and records the event; returns false if the same choice was stored before. */
export async function writePreference(tx: Tx, choice: Choice): Promise<boolean> {
  const { recipientId, interest, groupId, channel, mode } = choice;
  const changed: unknown[] = await tx.em.execute(
    `insert into preference (id, recipient_id, interest, group_id, channel, mode) values (?, ?, ?, ?, ?, ?)
     on conflict (recipient_id, interest, group_id, channel) do update set mode = excluded.mode
     where preference.mode <> excluded.mode returning channel`,
    [v7(), recipientId, interest, groupId, channel, mode],
  );
  if (changed.length > 0) await record(tx, preferenceChanged(choice));
  return changed.length > 0;
}

/** Switches all channels off for a group that the person leaves, also for polls in which the person took part. */
export async function switchOffGroup(tx: Tx, person: string, groupId: string): Promise<void> {
  for (const { name } of tx.registry.channels)
    await writePreference(tx, { recipientId: person, interest: groupInterest, groupId, channel: name, mode: 'OFF' });
}

/** Resets the choices for a group to the rest of the interest when the person joins. */
export async function resetPreferences(tx: Tx, person: string, groupId: string): Promise<void> {
  await tx.em.nativeDelete(Preference, { recipient: person, group: groupId });
}

function restOf({ registry }: Context, interest: Interest, channel: string): DeliveryMode {
  return registry.interests.find(({ name }) => name === interest)?.rest[channel] ?? 'OFF';
}
