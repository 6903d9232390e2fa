import type { Context } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';

/** How fast the messages of one day were handed over; the fields of DayPromptness in the schema describe the numbers. */
interface DayPromptness {
  readonly day: string;
  readonly deliveries: number;
  readonly withinTenSeconds: number;
  readonly emergencies: number;
  readonly withinFiveSeconds: number | null;
}

/** Sender and channels of a town. */
export interface TownSending {
  readonly senderName: string;
  readonly channels: readonly { readonly channel: string; readonly works: boolean }[];
  readonly days: readonly DayPromptness[];
}

/** Sender and channels of a town, for its admins. Errors: UNAUTHENTICATED, FORBIDDEN. */
export async function readSending(ctx: Context, town: MunicipalityRow): Promise<TownSending> {
  authorize(canRunTown(ctx.actor, town.id));
  return {
    senderName: `${town.kind} ${town.name}`,
    channels: ctx.registry.channels.map(({ name, works }) => ({ channel: name, works: works?.(ctx.config) ?? true })),
    days: await readDays(ctx, town),
  };
}

interface DayRow extends Pick<DayPromptness, 'day' | 'deliveries' | 'emergencies'> {
  readonly inTen: number;
  readonly inFive: number;
}

/**
 * Days of the last two weeks. A delivery that waits for a digest or quiet hours is not meant to leave at once; one that
 * still waits for its first try, or failed, is.
 */
async function readDays({ em, registry }: Context, { id, timeZone }: MunicipalityRow): Promise<DayPromptness[]> {
  const leaving = registry.channels.filter(({ jobs }) => jobs.length > 0).map(({ name }) => name);
  const rows: DayRow[] = await em.execute(
    `select day, count(*)::int as deliveries, (count(*) filter (where seconds <= 10))::int as "inTen",
       (count(*) filter (where lane = 'EMERGENCY'))::int as emergencies,
       (count(*) filter (where lane = 'EMERGENCY' and seconds <= 5))::int as "inFive"
     from (
       select to_char(m.at at time zone ?, 'YYYY-MM-DD') as day, d.lane,
         case when d.state in ('SENT', 'DELIVERED', 'UNKNOWN') then extract(epoch from d.sent_at - coalesce(d.released_at, m.at)) end as seconds
       from message m join delivery d on d.message_id = m.id
       where m.municipality_id = ? and m.at > now() - interval '14 days' and d.bundle is null
         and d.state not in ('HELD', 'CANCELLED') and d.channel in (select json_array_elements_text(?::json))) x
     group by day order by day desc`,
    [timeZone, id, JSON.stringify(leaving)],
  );
  return rows.map(({ day, deliveries, emergencies, inTen, inFive }) => ({
    day,
    deliveries,
    withinTenSeconds: inTen / deliveries,
    emergencies,
    withinFiveSeconds: emergencies === 0 ? null : inFive / emergencies,
  }));
}
