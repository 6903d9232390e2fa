import { LockMode } from '@mikro-orm/core';
import { isPresent } from '../../identity/identity.rules.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { InputCheck } from '../../kernel/payload.ts';
import type { RetentionEffect, RetentionKind } from '../../kernel/retention.ts';
import { Municipality, type MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import { townOf } from '../../municipality/municipality.service.ts';
import { RetentionSetting } from './privacy.retention.entity.ts';
import { retentionChanged } from './privacy.retention.events.ts';
import { countDue, type Due, listDue } from './privacy.retention.run.service.ts';

/** How long a town keeps rows of a kind; the fields of RetentionPeriod in the schema describe them. */
export interface RetentionPeriod {
  readonly kind: string;
  readonly effect: RetentionEffect;
  readonly days: number;
  readonly usualDays: number;
  readonly leastDays: number | null;
  readonly mostDays: number | null;
  readonly due: number | null;
}

export interface RetentionInput {
  readonly municipalityId: string;
  readonly periods: readonly { readonly kind: string; readonly days: number }[];
}

/** Periods of a town, with the number of rows that are due now. Errors: UNAUTHENTICATED, FORBIDDEN (admins only). */
export async function readRetention(ctx: Context, municipalityId: string): Promise<RetentionPeriod[]> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const own = (await listDue(ctx)).filter(
    (due) => due.municipalityId === municipalityId || (due.municipalityId === null && !isByTown(due.kind)),
  );
  const periods: RetentionPeriod[] = [];
  for (const due of own) periods.push(await readPeriod(ctx, due));
  return periods;
}

function isByTown({ bounds, daysOf }: RetentionKind): boolean {
  return bounds !== undefined || daysOf !== undefined;
}

/** Rows of the whole installation are not counted for a town. */
async function readPeriod(ctx: Context, due: Due): Promise<RetentionPeriod> {
  const { kind, days } = due;
  return {
    kind: kind.kind,
    effect: kind.effect,
    days,
    usualDays: kind.days,
    leastDays: kind.bounds?.[0] ?? null,
    mostDays: kind.bounds?.[1] ?? null,
    due: isByTown(kind) ? (await countDue(ctx, due)).count : null,
  };
}

/**
 * Sets how many days a town keeps rows of some kinds; the others stay as they are. Nothing is stored if one number is
 * refused. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND, SIGN_IN_AGAIN, FIXED_PERIOD, DUPLICATE_PERIOD, OUT_OF_BOUNDS.
 */
export function setRetention(ctx: Context, { municipalityId, periods }: RetentionInput): Promise<MunicipalityRow> {
  return write(ctx, async (tx) => {
    authorize(canRunTown(tx.actor, municipalityId));
    authorize(isPresent(tx.actor, tx.now()));
    const locked = { lockMode: LockMode.PESSIMISTIC_WRITE, refresh: true } as const;
    const town = await tx.em.findOne(Municipality, { id: municipalityId, isOnPlatform: true }, locked);
    if (town === null) throw new DomainError('NOT_FOUND');
    checkPeriods(tx.registry.retention.kinds, periods);
    for (const { kind, days } of periods) await setPeriod(tx, municipalityId, kind, days);
    return townOf(tx, { municipality: { id: municipalityId } });
  });
}

function checkPeriods(kinds: readonly RetentionKind[], periods: RetentionInput['periods']): void {
  const check = new InputCheck();
  for (const [place, { kind, days }] of periods.entries()) {
    const bounds = kinds.find((one) => one.kind === kind)?.bounds;
    const path = ['periods', String(place)] as const;
    const isFirst = periods.findIndex((one) => one.kind === kind) === place;
    check.require(isFirst, 'DUPLICATE_PERIOD', 'the kind is named twice', ...path, 'kind');
    check.require(bounds !== undefined, 'FIXED_PERIOD', 'towns cannot change this period', ...path, 'kind');
    if (bounds === undefined) continue;
    const [least, most] = bounds;
    const isWithin = Number.isInteger(days) && days >= least && days <= most;
    check.require(isWithin, 'OUT_OF_BOUNDS', `${least} to ${most} days`, ...path, 'days');
  }
  check.done();
}

async function setPeriod(tx: Tx, municipalityId: string, kind: string, days: number): Promise<void> {
  const usual = tx.registry.retention.kinds.find((one) => one.kind === kind)?.days;
  const before = (await tx.em.findOne(RetentionSetting, { municipality: municipalityId, kind }))?.days ?? usual;
  if (before === days) return;
  await tx.em.execute(
    `insert into retention_setting (municipality_id, kind, days) values (?, ?, ?)
     on conflict (municipality_id, kind) do update set days = excluded.days`,
    [municipalityId, kind, days],
  );
  await record(tx, retentionChanged({ municipalityId, kind, days }));
}
