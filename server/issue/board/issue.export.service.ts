import Papa from 'papaparse';
import { actorId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { formulaStart } from '../../kernel/formula.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { listDesks } from '../../municipality/municipality.service.ts';
import type { BoardFilter } from './issue.board.filter.ts';
import { placeOf } from './issue.board.order.ts';
import { openBoard, readBoard } from './issue.board.service.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import type { IssueRow } from '../issue.entity.ts';
import { stageOf } from '../issue.rules.ts';
import { statusWord } from '../../../schema/statusWords.ts';
import type { CategoryNames } from '../category/issue.category.rules.ts';
import { titleIn } from '../title/issue.title.rules.ts';
import { wordsFor } from '../issue.visibility.rules.ts';
import texts from '../locales/de.json' with { type: 'json' };

/** Limit of exports: an export of thousands of issues costs as much as a hundred pages. */
const rate = { name: 'boardExport', points: 20, seconds: 600 } as const;
const batch = 500;
/** Mark that makes spreadsheets read the file as UTF-8. */
const byteOrderMark = '\uFEFF';

/**
 * CSV of the board in chunks, without reporters and authors of moves; partners get the texts as they see them on the
 * board. Authorization and rate limit are checked before the first chunk. Each card occurs once, even if cards move
 * meanwhile.
 */
export async function exportBoard(
  ctx: Context,
  town: MunicipalityRow,
  filter: BoardFilter,
): Promise<AsyncGenerator<string>> {
  const board = await openBoard(ctx, town.id, filter);
  await ctx.limits.spend(rate, actorId(ctx.actor) ?? '');
  const desks = await listDesks(ctx, town.id);
  const categories = await ctx.em.find(IssueCategory, { municipality: town.id });
  const known = {
    names: new Map([...desks, ...categories].map(({ id, name }) => [id, name])),
    categories: new Map(categories.map((category) => [category.id, category])),
  };
  const format = new Intl.DateTimeFormat('de', { dateStyle: 'short', timeStyle: 'short', timeZone: town.timeZone });
  return write();

  async function* write(): AsyncGenerator<string> {
    yield byteOrderMark + toCsv([Object.values(texts.heads)]);
    let last: IssueRow | undefined;
    for (let isMore = true; isMore;) {
      const after = last && placeOf(last);
      const issues = await readBoard(ctx, { ...board, order: 'NEWEST', limit: batch, after });
      if (issues.length > 0) yield toCsv(issues.map((issue) => rowOf(issue, known, format)));
      last = issues.at(-1);
      isMore = issues.length === batch;
    }
  }
}

interface Known {
  readonly names: ReadonlyMap<string, string>;
  readonly categories: ReadonlyMap<string, CategoryNames>;
}

function rowOf(issue: IssueRow, { names, categories }: Known, format: Intl.DateTimeFormat): unknown[] {
  const { reference, status, kind, category, desk, lat, lon, createdAt, updatedAt, isPublic, seenBy } = issue;
  const address = wordsFor(seenBy, issue.address ?? '');
  const text = wordsFor(seenBy, issue.text);
  return [
    reference,
    texts.stage[stageOf(status)],
    texts.status[statusWord(status, kind)],
    texts.kind[kind],
    titleIn(issue, categories.get(category.id) ?? { name: '' }, 'de'),
    names.get(category.id),
    desk == null ? '' : names.get(desk.id),
    address,
    lat,
    lon,
    text,
    format.format(createdAt),
    format.format(updatedAt),
    isPublic ? texts.yes : texts.no,
  ];
}

/** CSV lines. The pattern replaces that of the library, which recognises formulas only in the first line of a cell. */
function toCsv(rows: unknown[][]): string {
  return Papa.unparse(rows, { delimiter: ';', newline: '\r\n', escapeFormulae: formulaStart }) + '\r\n';
}
