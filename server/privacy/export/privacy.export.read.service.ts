import type { Context } from '../../kernel/context.ts';
import type { ErasureSubject } from '../../kernel/personalData.ts';
import { readTables } from '../../kernel/personalData.tables.ts';
import { unlockText } from '../../kernel/secrets.ts';
import { Photo } from '../../media/media.entity.ts';
import { isOwnSql, type SubjectMap } from '../erasure/privacy.statements.rules.ts';
import { describeSubject } from '../erasure/privacy.subject.service.ts';
import { type ExportPart, exportParts, locked, pageSize } from './privacy.export.rules.ts';

/** Values of a row by property. */
export type ExportRow = Readonly<Record<string, unknown>>;

/** Entity with those of its rows that are the subject's; the rows are read while they are used. */
export interface ExportEntity {
  readonly entity: string;
  /** Why an erasure treats the rows as it does. */
  readonly because: string;
  rows(): AsyncGenerator<ExportRow>;
}

/** Person or address whose data an export holds. */
export interface ExportSubject extends ErasureSubject {
  /** The only town whose data it holds, beside what belongs to the account; null: all towns. */
  readonly townId: string | null;
}

/** Everything that the subject map says is the subject's. `labels`: a word for each property that is shown. */
export async function readExport(ctx: Context, subject: ExportSubject, labels: object): Promise<ExportEntity[]> {
  const described = await describe(ctx, subject);
  return exportParts(mapOf(ctx), labels).map((part) => ({
    entity: part.entity,
    because: part.because,
    rows: () => readRows(ctx, part, described),
  }));
}

async function* readRows(ctx: Context, { entity, sql }: ExportPart, subject: string): AsyncGenerator<ExportRow> {
  for (let offset = 0; ; offset += pageSize) {
    const rows: { id: string | null; row: ExportRow }[] = await ctx.em.execute(sql, [subject, pageSize, offset]);
    for (const { id, row } of rows) yield unlockRow(ctx, entity, id, row);
    if (rows.length < pageSize) return;
  }
}

/** Decrypts what only the server could read; of the address of a device only its server is shown, because the rest are keys. */
function unlockRow({ secret }: Context, entity: string, id: string | null, row: ExportRow): ExportRow {
  const names = locked[entity] ?? [];
  const unlocked = names.map((name) => {
    const value = row[name];
    if (typeof value !== 'string' || id === null) return [name, null];
    const text = unlockText(secret, id, value);
    return [name, row.channel === 'PUSH' ? serverOf(text) : text];
  });
  return { ...row, ...Object.fromEntries(unlocked) };
}

/** Host of the push service of a device. */
function serverOf(subscription: string): string {
  return /https:\/\/([^/"]+)/.exec(subscription)?.[1] ?? '';
}

/** The subject as a parameter of the statements. */
async function describe(ctx: Context, subject: ExportSubject): Promise<string> {
  const { townId } = subject;
  const town = townId === null ? [] : [{ kind: 'TOWN', value: townId }];
  return JSON.stringify([...(await describeSubject(ctx, subject)), ...town]);
}

/** Photos that the subject sent: with an account, or with a report. */
export async function findPhotos(ctx: Context, subject: ExportSubject): Promise<Photo[]> {
  const described = await describe(ctx, subject);
  const map = mapOf(ctx);
  const rows: { id: string }[] = await ctx.em.execute(
    `with erasing as materialized (
       select r.kind, r.value from json_to_recordset(?::json) as r(kind text, value text))
     select t.id from photo t where ${isOwnSql(map, 'Photo')}
     union select l.photo_id from issue_photo l join issue t on t.id = l.issue_id
       where l.stage = 'BEFORE' and ${isOwnSql(map, 'Issue')}`,
    [described],
  );
  const town = subject.townId === null ? {} : { municipality: subject.townId };
  return ctx.em.find(Photo, { id: { $in: rows.map(({ id }) => id) }, ...town }, { orderBy: { id: 'asc' } });
}

function mapOf(ctx: Context): SubjectMap {
  return { tables: readTables(ctx.em), rules: ctx.registry.personalData };
}
