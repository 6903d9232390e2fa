import type { Context } from '../../kernel/context.ts';
import { authorize } from '../../kernel/errors.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { Alert, Incident } from '../alert.entity.ts';
import { canReadAlerts, canReadIncident } from '../alert.rules.ts';
import { findByCode, readCheckCode } from './alert.check.rules.ts';

/** Days after which the code of an alert is no longer known. */
const knownDays = 90;
/** Most alerts of a town whose codes are compared, the newest ones. */
const mostAlerts = 1000;
/** Checks from one network. A guess among a hundred known codes is right once in ten thousand million tries. */
const checkRate = { name: 'alert-check', points: 300, seconds: 900 } as const;

/** A sent alert that a reader checks. */
export interface CheckedAlert {
  readonly alert: Alert;
  readonly incident: Incident;
  /** False: a drill of the town hall, of which the actor may read no more than this. */
  readonly isReadable: boolean;
}

/**
 * Alert of the town with this code among those of the last 90 days; null: there is none. Everybody who has the code of a
 * drill of the town hall finds it, too: "not genuine" would be wrong. RATE_LIMITED above the rate.
 */
export async function checkAlert(ctx: Context, municipalityId: string, typed: string): Promise<CheckedAlert | null> {
  authorize(canReadAlerts(ctx.actor, municipalityId));
  await requireModuleIn(ctx, municipalityId, 'ALERTS');
  await ctx.limits.spend(checkRate, ctx.caller?.ip ?? '');
  const code = readCheckCode(typed);
  if (code === null) return null;
  const rows: { id: string }[] = await ctx.em.execute(
    `select id from alert where municipality_id = ? and state = 'SENT' and sent_at > ? order by sent_at desc limit ${mostAlerts}`,
    [municipalityId, new Date(ctx.now().getTime() - knownDays * 86_400_000)],
  );
  const found = findByCode(ctx.secret, code, rows);
  if (found === undefined) return null;
  const alert = await ctx.em.findOneOrFail(Alert, found.id, { refresh: true });
  const incident = await ctx.em.findOneOrFail(Incident, alert.incident.id, { refresh: true });
  return { alert, incident, isReadable: canReadIncident(ctx.actor, incident).allow };
}
