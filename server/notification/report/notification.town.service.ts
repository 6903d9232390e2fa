import type { Context } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import { Municipality, type MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';

/** How fast the messages of one day were handed over; the fields of DayPromptness in the schema describe the numbers. */
interface DayPromptness {
  readonly day: string;
  readonly deliveries: number;
  readonly withinTenSeconds: number;
  readonly emergencies: number;
  readonly withinFiveSeconds: number | null;
}

/** Channels of a town, and how fast its messages leave. */
export interface TownSending {
  readonly senderName: string;
  readonly channels: readonly { readonly channel: string; readonly works: boolean }[];
  readonly days: readonly DayPromptness[];
}

/** Channels of a town, and how fast its messages leave, for its admins. Errors: UNAUTHENTICATED, FORBIDDEN. */
export async function readSending(ctx: Context, town: MunicipalityRow): Promise<TownSending> {
  authorize(canRunTown(ctx.actor, town.id));
  return {
    senderName: `${town.kind} ${town.name}`,
    channels: ctx.registry.channels.map(({ name, works }) => ({ channel: name, works: works?.(ctx.config) ?? true })),
    days: await readDays(ctx, town),
  };
}

interface DayRow extends Pick<DayPromptness, 'day' | 'deliveries' | 'emergencies'> {
  readonly waiting: number;
  readonly inTen: number;
  readonly inFive: number;
}

/**
 * Days of the last two weeks. A delivery that waits for a digest or quiet hours is not meant to leave at once; one that
 * still waits for its first try, or failed, is.
 */
async function readDays(ctx: Context, town: MunicipalityRow): Promise<DayPromptness[]> {
  return (await readRows(ctx, town, 13)).map(promptnessOf);
}

/** How fast messages leave today. */
export interface Today {
  /** Null: nothing was to leave today yet. */
  readonly today: DayPromptness | null;
  /** Deliveries of today that are not handed over yet. */
  readonly waiting: number;
}

/** How fast the messages of a town leave today; the caller has checked that the actor may see this. */
export async function readToday(ctx: Context, municipalityId: string): Promise<Today> {
  const town = await ctx.em.findOneOrFail(Municipality, municipalityId);
  const [row] = await readRows(ctx, town, 0);
  return { today: row === undefined ? null : promptnessOf(row), waiting: row?.waiting ?? 0 };
}

/** Days with deliveries, newest first: today and so many days before it. */
function readRows(
  { em, registry }: Context,
  { id, timeZone }: Pick<MunicipalityRow, 'id' | 'timeZone'>,
  daysBefore: number,
): Promise<DayRow[]> {
  const leaving = registry.channels.filter(({ jobs }) => jobs.length > 0).map(({ name }) => name);
  return em.execute(
    `select day, count(*)::int as deliveries, (count(*) filter (where seconds <= 10))::int as "inTen",
       (count(*) filter (where waits))::int as waiting, (count(*) filter (where lane = 'EMERGENCY'))::int as emergencies,
       (count(*) filter (where lane = 'EMERGENCY' and seconds <= 5))::int as "inFive"
     from (
       select to_char(m.at at time zone ?, 'YYYY-MM-DD') as day, d.lane, d.state in ('PENDING', 'SENDING') as waits,
         case when d.state in ('SENT', 'DELIVERED', 'UNKNOWN') then extract(epoch from d.sent_at - coalesce(d.released_at, m.at)) end as seconds
       from message m join delivery d on d.message_id = m.id
       where m.municipality_id = ? and m.at >= (date_trunc('day', now() at time zone ?) - make_interval(days => ?)) at time zone ? and d.bundle is null
         and d.state not in ('HELD', 'CANCELLED') and d.channel in (select json_array_elements_text(?::json))) x
     group by day order by day desc`,
    [timeZone, id, timeZone, daysBefore, timeZone, JSON.stringify(leaving)],
  );
}

function promptnessOf({ day, deliveries, emergencies, inTen, inFive }: DayRow): DayPromptness {
  return {
    day,
    deliveries,
    withinTenSeconds: inTen / deliveries,
    emergencies,
    withinFiveSeconds: emergencies === 0 ? null : inFive / emergencies,
  };
}
