import { categoryNameIn } from '../issue/category/issue.category.rules.ts';
import { titleOf } from '../issue/title/issue.title.service.ts';
import { countSupporters } from '../issue/follow/issue.follow.reading.service.ts';
import { categoryById, readIssues, seenAs } from '../issue/issue.reading.service.ts';
import { listPhotos } from '../issue/photo/issue.photo.service.ts';
import { stageOf } from '../issue/issue.rules.ts';
import { canSeePublicIssues, wordsFor } from '../issue/issue.visibility.rules.ts';
import type { IssueRow } from '../issue/issue.entity.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { findMunicipality, requireModule } from '../municipality/municipality.service.ts';
import { EmbedSettings } from './opendata.entity.ts';
import { embedOriginsChanged } from './opendata.events.ts';
import { type OpenIssue, readOrigins } from './opendata.rules.ts';

export interface OpenPageArgs {
  readonly limit: number;
  readonly after?: string | undefined;
  readonly locale: string;
}
export interface OpenPage {
  readonly issues: readonly OpenIssue[];
  /** Id of the last report of this page, `after` of the next page; undefined on the last page. */
  readonly next: string | undefined;
}

/**
 * The town whose reports are open data. NOT_FOUND if the town does not exist, is not on the platform or has switched
 * reports off.
 */
export async function findOpenTown(ctx: Context, ags: string): Promise<MunicipalityRow> {
  const town = await findMunicipality(ctx, ags);
  authorize(canSeePublicIssues(ctx.actor, town.id));
  requireModule(town, 'ISSUES');
  if (!town.isOnPlatform) throw new DomainError('NOT_FOUND');
  return town;
}

/**
 * Public reports of the town, newest first, only those before the report with the id `after`; names of categories in
 * the language `locale`.
 */
export async function listOpenIssues(
  ctx: Context,
  town: MunicipalityRow,
  { limit, after, locale }: OpenPageArgs,
): Promise<OpenPage> {
  const rows = await readIssues(
    ctx,
    `where t.municipality_id = ? and t.is_public and t.kind <> 'COMPLAINT' and t.status <> 'WITHDRAWN'
       and (?::uuid is null or t.id < ?::uuid) order by t.id desc limit ?`,
    [town.id, after ?? null, after ?? null, limit + 1],
  );
  const page = rows.slice(0, limit).map((row) => seenAs(row, 'public'));
  const issues = await Promise.all(page.map((row) => openIssue(ctx, town, row, locale)));
  return { issues, next: rows.length > limit ? page.at(-1)?.id : undefined };
}

async function openIssue(ctx: Context, { ags }: MunicipalityRow, issue: IssueRow, locale: string): Promise<OpenIssue> {
  const [category, title, supporters, photos] = await Promise.all([
    categoryById(ctx, issue.category.id),
    titleOf(ctx, issue, locale),
    countSupporters(ctx, issue.id),
    listPhotos(ctx, issue),
  ]);
  const { reference, kind, status, lat, lon } = issue;
  return {
    reference,
    url: `${ctx.publicUrl(ags)}/${ags}/issues/${reference}`,
    title,
    category: category === null ? '' : categoryNameIn(category, locale),
    kind,
    status,
    stage: stageOf(status),
    reportedAt: issue.createdAt.toISOString(),
    changedAt: issue.updatedAt.toISOString(),
    address: wordsFor('public', issue.address ?? ''),
    text: wordsFor('public', issue.text),
    supporters,
    photos: photos.map(({ large }) => `${ctx.publicUrl(ags)}${large.url}`),
    lat,
    lon,
  };
}

/** Origins of pages that may show the town's reports in a frame. */
export async function embedOriginsOf({ em }: Pick<Context, 'em'>, municipalityId: string): Promise<readonly string[]> {
  return (await em.findOne(EmbedSettings, municipalityId, { refresh: true }))?.origins ?? [];
}

/**
 * Replaces the origins that may show the town's reports in a frame. Refused: NOT_HTTPS, BAD_ORIGIN, TOO_MANY_ORIGINS.
 */
export function setEmbedOrigins(ctx: Context, municipalityId: string, given: readonly string[]): Promise<void> {
  authorize(canRunTown(ctx.actor, municipalityId));
  const origins = readOrigins(given);
  return write(ctx, async (tx) => {
    await tx.em.upsert(EmbedSettings, { municipality: municipalityId, origins });
    await record(tx, embedOriginsChanged({ municipalityId, count: origins.length }));
  });
}
