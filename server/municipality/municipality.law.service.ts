import type { Context } from '../kernel/context.ts';
import { authorize } from '../kernel/errors.ts';
import { record, type Tx, write } from '../kernel/events.ts';
import { type Municipality } from './municipality.entity.ts';
import { type LegalPage, legalPageChanged } from './municipality.events.ts';
import { LegalPages } from './municipality.law.entity.ts';
import { type Accessibility, type LegalTexts, readAccessibility, readLegalTexts } from './municipality.law.rules.ts';
import { canRunTown } from './municipality.rules.ts';

/** Legal pages of the town; null if it has written none. */
export function findLegalPages(ctx: Context, municipalityId: string): Promise<LegalPages | null> {
  return ctx.em.findOne(LegalPages, { municipality: municipalityId });
}

/** Replaces Impressum and privacy notice and records one event per changed text. */
export async function setLegalTexts(ctx: Context, municipalityId: string, input: LegalTexts): Promise<Municipality> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const texts = readLegalTexts(input);
  return write(ctx, async (tx) => {
    const pages = await pagesOf(tx, municipalityId);
    const changed: LegalPage[] = [
      ...(pages.imprint === texts.imprint ? [] : ['IMPRINT' as const]),
      ...(pages.privacy === texts.privacy ? [] : ['PRIVACY' as const]),
    ];
    return change(tx, pages, texts, changed);
  });
}

/** Replaces the facts of the accessibility statement. */
export async function setAccessibility(
  ctx: Context,
  municipalityId: string,
  input: Accessibility,
): Promise<Municipality> {
  authorize(canRunTown(ctx.actor, municipalityId));
  return write(ctx, async (tx) => {
    const pages = await pagesOf(tx, municipalityId);
    const { timeZone } = await pages.municipality.loadOrFail();
    const today = new Intl.DateTimeFormat('sv-SE', { timeZone }).format(tx.now());
    return change(tx, pages, readAccessibility(input, today), ['ACCESSIBILITY']);
  });
}

/**
 * The row of the town's legal pages, created if missing and locked until the commit, so that two admins write one after
 * the other.
 */
async function pagesOf(tx: Tx, municipalityId: string): Promise<LegalPages> {
  const sql = `insert into legal_pages (municipality_id, updated_at) values (?, ?)
    on conflict (municipality_id) do update set updated_at = excluded.updated_at`;
  await tx.em.execute(sql, [municipalityId, tx.now()]);
  return tx.em.findOneOrFail(LegalPages, { municipality: municipalityId }, { refresh: true });
}

async function change(
  tx: Tx,
  pages: LegalPages,
  facts: Partial<LegalTexts & Accessibility>,
  changed: readonly LegalPage[],
): Promise<Municipality> {
  tx.em.assign(pages, { ...facts, updatedAt: tx.now() });
  for (const page of changed) {
    await record(tx, legalPageChanged({ municipalityId: pages.municipality.id, page }));
  }
  return pages.municipality.loadOrFail();
}
