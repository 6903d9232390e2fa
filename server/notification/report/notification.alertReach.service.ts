import { disruptionFollowersSql, warnedSql } from '../../alert/alert.audience.service.ts';
import type { IncidentKind } from '../../alert/alert.entity.ts';
import { startMessage } from '../../alert/alert.rules.ts';
import { authorizeReach } from '../../alert/alert.senders.service.ts';
import type { Context } from '../../kernel/context.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { channelColumns, contactJoin, messageOf, offeredRows, wantedSql } from '../notification.recipients.service.ts';
import type { Reach } from './notification.reach.service.ts';

/** An alert that is not written yet. */
export interface PlannedAlert {
  readonly municipalityId: string;
  readonly kind: IncidentKind;
  readonly level: number;
  readonly isDrill: boolean;
  /** Houses of a disruption: street ids, first and last house, side. */
  readonly spans: readonly object[];
}

/** People whom an alert would reach now, by channel. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND (module). */
export async function readAlertReach(ctx: Context, planned: PlannedAlert): Promise<Reach> {
  const { municipalityId, kind, level, isDrill, spans } = planned;
  await authorizeReach(ctx, municipalityId, kind);
  await requireModuleIn(ctx, municipalityId, 'ALERTS');
  const message = messageOf(ctx.registry, startMessage({ kind, status: isDrill ? 'EXERCISE' : 'ACTUAL' }, level));
  const channels = await offeredRows(ctx, message, municipalityId);
  const audience =
    kind === 'WARNING' ? warnedSql : `select f.recipient_id, null::uuid as group_id from (${disruptionFollowers}) f`;
  const rows: { channel: string | null; people: number }[] = await ctx.em.execute(
    `with m as (select null::uuid as id, ?::uuid as municipality_id, null::uuid as subject_id, null::int as version, ?::jsonb as spans),
     a as (select distinct x.recipient_id, x.group_id from m cross join lateral (${audience}) x),
     used as (
       select distinct a.recipient_id, c.name as channel, c.arrives
       from m cross join a cross join json_to_recordset(?::json) as c(${channelColumns}) ${contactJoin(message)}
       where ${wantedSql(message)})
     select channel, count(*)::int as people from used group by channel
     union all select null, count(*)::int from a
     union all select '', count(*)::int from a where not exists (
       select from used u where u.recipient_id = a.recipient_id and not u.arrives)`,
    [municipalityId, JSON.stringify(spans), JSON.stringify(channels)],
  );
  const peopleBy = new Map(rows.map(({ channel, people }) => [channel, people]));
  return {
    people: peopleBy.get(null) ?? 0,
    unreachable: peopleBy.get('') ?? 0,
    channels: channels.map(({ name, arrives }) => ({
      channel: name,
      leavesApp: !arrives,
      people: peopleBy.get(name) ?? 0,
      later: 0,
    })),
  };
}

const disruptionFollowers = disruptionFollowersSql('m.municipality_id', 'm.spans');
