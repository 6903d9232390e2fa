import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import { idsParameterSql, rowsByOwner, rowsOf } from '../kernel/rows.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { IssueSettings } from './issue.settings.entity.ts';
import { issueSettingsChanged } from './issue.settings.events.ts';
import { checkSettings, type TownSettings, usualSettings } from './issue.settings.rules.ts';

const ofTown = rowsByOwner(
  rowsOf(IssueSettings),
  ({ municipality }) => municipality,
  `where t.municipality_id in (${idsParameterSql})`,
);

/** Settings of a town, or the defaults; batched into one statement for a page of issues. */
export async function settingsOf(ctx: Pick<Context, 'em'>, municipalityId: string): Promise<TownSettings> {
  const [settings] = await ofTown(ctx, municipalityId);
  return settings ?? usualSettings;
}

/** Replaces all settings of a town. Refused: BAD_DAYS, SAME_STATUS_TWICE, TOO_SHORT, TOO_LONG. */
export function setIssueSettings(ctx: Context, municipalityId: string, input: TownSettings): Promise<Municipality> {
  return write(ctx, async (tx) => {
    authorize(canRunTown(tx.actor, municipalityId));
    const town = await tx.em.findOne(Municipality, { id: municipalityId, isOnPlatform: true });
    if (town === null) throw new DomainError('NOT_FOUND');
    const settings = { municipality: municipalityId, ...checkSettings(input) };
    await tx.em.upsert(IssueSettings, settings);
    await record(tx, issueSettingsChanged({ municipalityId }));
    return town;
  });
}
