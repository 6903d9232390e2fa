import type { Context } from '../../kernel/context.ts';

/** Parts of a context that pauses of hosts need. */
type PauseContext = Pick<Context, 'em' | 'now'>;

/** Pause of a host: its end and its length, by which the next one is measured. */
interface Pause {
  readonly untilMs: number;
  readonly pauseMs: number;
}

/** Shortest pause in milliseconds. */
const shortest = 30_000;
/** Longest pause in milliseconds. */
const longest = 960_000;
/** Milliseconds by which the ends of two pauses differ at least, so that the later one is stored. */
const noticeable = 1000;

/**
 * Pauses by database connection as this process last read or changed them. The table is shared by all processes; the
 * statements that claim deliveries, and ask whether an emergency waits, read it too (`hostPausesSql`).
 */
const pausesOf = new WeakMap<object, Map<string, Pause>>();

function known({ em }: Pick<Context, 'em'>): Map<string, Pause> {
  const connection = em.getConnection();
  const pauses = pausesOf.get(connection) ?? new Map<string, Pause>();
  pausesOf.set(connection, pauses);
  return pauses;
}

/** SQL of a column for statements that run anyway: the pauses of all hosts as JSON, null without any. */
export const hostPausesSql = `
select json_agg(json_build_object('host', host, 'untilMs', extract(epoch from until) * 1000, 'pauseMs', pause_ms))::text
from host_pause`;

/** Takes over the pauses of the column `hostPausesSql`. */
export function noteHostPauses(ctx: Pick<Context, 'em'>, column: string | null): void {
  const rows: (Pause & { readonly host: string })[] = JSON.parse(column ?? '[]');
  const pauses = known(ctx);
  pauses.clear();
  for (const { host, ...pause } of rows) pauses.set(host, pause);
}

/** Milliseconds for which the host gets nothing yet; 0: it is not deferred. */
export function deferredFor(ctx: PauseContext, host: string): number {
  return Math.max(0, (known(ctx).get(host)?.untilMs ?? 0) - ctx.now().getTime());
}

/**
 * Defers letters to a host that let a request time out or asked for a pause: a domain of mail addresses, a push service
 * or the SMS gateway. All processes defer them, for 30 seconds first, twice as long after each further pause, at most 16
 * minutes. Letters that were under way when a pause began fail too and neither prolong nor store it again. `askedMs`: the
 * pause for which the host asked, instead.
 */
export async function deferHost(ctx: PauseContext, host: string, askedMs?: number): Promise<void> {
  const pauses = known(ctx);
  const before = pauses.get(host);
  const nowMs = ctx.now().getTime();
  const leftMs = deferredFor(ctx, host);
  if (askedMs === undefined ? leftMs > 0 : leftMs > 0 && Math.abs(leftMs - askedMs) < noticeable) return;

  const pauseMs = Math.min(2 * (before?.pauseMs ?? shortest / 2), longest);
  pauses.set(host, {
    untilMs: nowMs + (askedMs ?? pauseMs),
    pauseMs: askedMs === undefined ? pauseMs : pauseMs / 2,
  });
  const now = ctx.now().toISOString();
  const rows: Pause[] = await ctx.em.execute(deferSql, [now, askedMs ?? null, host]);
  for (const { untilMs, pauseMs } of rows) pauses.set(host, { untilMs: Number(untilMs), pauseMs });
}

/** Another process may have begun the same pause a moment ago; hosts without a pause for a day are forgotten. */
const deferSql = `
with wish as (select ?::timestamptz as now, ?::float8 as asked, ?::text as host),
forgotten as (delete from host_pause p using wish w where p.until < w.now - interval '1 day' and p.host <> w.host)
insert into host_pause as p (host, until, pause_ms)
select host, now + coalesce(asked, ${shortest}) * interval '1 ms',
  case when asked is null then ${shortest} else ${shortest / 2} end from wish
on conflict (host) do update set
  pause_ms = case when (select asked is not null or p.until > now from wish) then p.pause_ms
    else least(2 * p.pause_ms, ${longest}) end,
  until = case when (select asked is not null from wish) then excluded.until
    when (select p.until > now from wish) then p.until
    else (select now from wish) + least(2 * p.pause_ms, ${longest}) * interval '1 ms' end
returning extract(epoch from until) * 1000 as "untilMs", pause_ms as "pauseMs"`;

/**
 * Forgets the pauses of the host after a success. A success during a pause says nothing, because its request began before.
 */
export async function resumeHost(ctx: PauseContext, host: string): Promise<void> {
  if (!known(ctx).has(host) || deferredFor(ctx, host) > 0) return;
  known(ctx).delete(host);
  const now = ctx.now().toISOString();
  await ctx.em.execute('delete from host_pause where host = ? and until <= ?::timestamptz', [host, now]);
}
