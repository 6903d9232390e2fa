import type { Context } from '../../kernel/context.ts';
import type { DeliveryMode } from '../../kernel/message.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { subscribersSql } from '../../group/follow/group.follow.service.ts';
import { findAudience } from '../../post/post.audience.service.ts';
import { groupInterest } from '../../recipient/recipient.rules.ts';
import { reachableContactsSql } from '../../recipient/recipient.service.ts';
import { channelColumns, type ChannelRow } from '../notification.recipients.service.ts';

/** People whom a message to groups would reach; the fields of Reach in the schema describe the numbers. */
export interface Reach {
  readonly people: number;
  readonly unreachable: number;
  readonly channels: readonly {
    readonly channel: string;
    readonly leavesApp: boolean;
    readonly people: number;
    readonly later: number;
  }[];
}

/** People by channel; without a channel, the numbers of all people together. */
interface ReachRow {
  readonly channel: string | null;
  readonly people: number;
  readonly later: number;
  readonly unreachable: number;
}

/**
 * Recipients `b` of the news of the groups with the channels that they use for news of one of the groups; `isNow`: by one of the groups
 * at once, although another may wait for a digest.
 */
const reachSql = `
with b as (
  select distinct b.recipient_id, g.id as group_id
  from json_array_elements_text(?::json) e cross join lateral (select e.value::uuid as id) g
  cross join lateral (${subscribersSql('g.id')}) b
), used as (
  select b.recipient_id, c.name as channel, c.arrives, bool_or(coalesce(p.mode, c.rest) = 'NOW') as is_now
  from b cross join json_to_recordset(?::json) as c(${channelColumns})
  join (${reachableContactsSql}) k on k.recipient_id = b.recipient_id and k.channel = c.name
  left join preference p on p.recipient_id = b.recipient_id and p.channel = c.name
    and p.interest = '${groupInterest}' and p.group_id = b.group_id
  where coalesce(p.mode, c.rest) <> 'OFF' and (c.arrives or not k.only_emergencies)
  group by 1, 2, 3
)
select u.channel, count(*)::int as people, (count(*) filter (where not u.is_now))::int as later, 0 as unreachable
from used u group by u.channel
union all
select null, count(distinct b.recipient_id)::int, 0,
  (count(distinct b.recipient_id) filter (where not exists (
    select from used u where u.recipient_id = b.recipient_id and not u.arrives)))::int
from b`;

/**
 * People whom a post in these groups would reach now, by channel. Errors: those of `findAudience`, because only those who
 * may publish in all of the groups may know it.
 */
export async function readReach(ctx: Context, groupIds: readonly string[]): Promise<Reach> {
  const check = new InputCheck();
  const groups = groupIds.length === 0 ? [] : await findAudience(ctx, groupIds, check);
  check.done();
  const channels = await channelsOfNews(ctx, groups[0]?.municipality.id);
  const rows: ReachRow[] =
    groups.length === 0
      ? []
      : await ctx.em.execute(reachSql, [JSON.stringify(groups.map(({ id }) => id)), JSON.stringify(channels)]);
  const all = rows.find(({ channel }) => channel === null);
  const byChannel = new Map(rows.map((row) => [row.channel, row]));
  return {
    people: all?.people ?? 0,
    unreachable: all?.unreachable ?? 0,
    channels: channels.map(({ name, arrives }) => ({
      channel: name,
      leavesApp: !arrives,
      people: byChannel.get(name)?.people ?? 0,
      later: byChannel.get(name)?.later ?? 0,
    })),
  };
}

/** Channels that the town offers for news of groups, with their mode while a person has chosen none. */
async function channelsOfNews(ctx: Context, municipalityId: string | undefined): Promise<ChannelRow[]> {
  const { channels, interests } = ctx.registry;
  const rest: Readonly<Record<string, DeliveryMode>> = interests.find(({ name }) => name === groupInterest)?.rest ?? {};
  const rows: ChannelRow[] = [];
  for (const { name, jobs, isOffered } of channels) {
    const news = { class: 'BULK', interest: groupInterest } as const;
    const isOpen =
      isOffered === undefined || (municipalityId !== undefined && (await isOffered(ctx, municipalityId, news)));
    if (isOpen) rows.push({ name, rest: rest[name] ?? 'OFF', arrives: jobs.length === 0 });
  }
  return rows;
}
