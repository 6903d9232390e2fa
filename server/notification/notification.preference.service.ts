import { type Group, Membership } from '../group/group.entity.ts';
import { findGroup, standingIn } from '../group/group.service.ts';
import { personId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { Preference } from './notification.entity.ts';
import { preferenceChanged } from './notification.events.ts';
import { canSetPreference } from './notification.rules.ts';

export interface Choice {
  readonly personId: string;
  readonly groupId: string;
  readonly channel: string;
  readonly isOn: boolean;
}
export interface GroupChoice {
  readonly group: Group;
  readonly channel: string;
  readonly isOn: boolean;
}

/**
 * Choices of a person for all own groups in the town and all channels; the group of the whole town first, then by name.
 */
export async function listPreferences(ctx: Context, person: string, municipalityId: string): Promise<GroupChoice[]> {
  const memberships = await ctx.em.find(
    Membership,
    { person, group: { municipality: municipalityId } },
    { populate: ['group'], orderBy: { group: { isTown: 'desc', name: 'asc' } } },
  );
  const groups = memberships.map(({ group }) => group.getEntity());
  const rows = await ctx.em.find(Preference, { person, group: { $in: groups.map(({ id }) => id) } });
  const said = new Map(rows.map(({ group, channel, isOn }) => [`${group.id} ${channel}`, isOn]));
  return groups.flatMap((group) =>
    ctx.registry.channels.map(({ name: channel }) => ({
      group,
      channel,
      isOn: said.get(`${group.id} ${channel}`) ?? isDefault(ctx, channel),
    })),
  );
}

/**
 * Switches a channel on or off for a group of the actor. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, NOT_A_MEMBER.
 */
export function setPreference(ctx: Context, { groupId, channel, isOn }: Omit<Choice, 'personId'>): Promise<Group> {
  return write(ctx, async (tx) => {
    const group = await findGroup(tx, groupId);
    authorize(canSetPreference(tx.actor, await standingIn(tx, groupId)), ['groupId']);
    await writePreference(tx, { personId: personId(tx.actor) ?? '', groupId, channel, isOn });
    return group;
  });
}

/** Whether the channel is on for person and group: the person's choice, or the channel's default. */
export async function isChannelOn(ctx: Context, { personId: person, groupId, channel }: Omit<Choice, 'isOn'>) {
  const said = await ctx.em.findOne(Preference, { person, group: groupId, channel });
  return said?.isOn ?? isDefault(ctx, channel);
}

/** Stores a choice and records the event; returns false if the same choice was stored before. */
export async function writePreference(tx: Tx, choice: Choice): Promise<boolean> {
  const { personId: person, groupId, channel, isOn } = choice;
  const changed: unknown[] = await tx.em.execute(
    `insert into preference (person_id, group_id, channel, is_on) values (?, ?, ?, ?)
     on conflict (person_id, group_id, channel) do update set is_on = excluded.is_on
     where preference.is_on <> excluded.is_on returning channel`,
    [person, groupId, channel, isOn],
  );
  if (changed.length > 0) await record(tx, preferenceChanged(choice));
  return changed.length > 0;
}

/** Switches all channels off for a group that the person leaves, also for polls in which the person took part. */
export async function switchOffGroup(tx: Tx, person: string, groupId: string): Promise<void> {
  for (const { name } of tx.registry.channels)
    await writePreference(tx, { personId: person, groupId, channel: name, isOn: false });
}

/** Resets the choices for a group to the defaults when the person joins. */
export async function resetPreferences(tx: Tx, person: string, groupId: string): Promise<void> {
  await tx.em.nativeDelete(Preference, { person, group: groupId });
}

function isDefault({ registry }: Context, channel: string): boolean {
  return registry.channels.find(({ name }) => name === channel)?.byGroups ?? false;
}
