import { personById } from '../../identity/identity.person.service.ts';
import type { Context } from '../../kernel/context.ts';
import { dateLocale, readLocale, variantFor } from '../../kernel/locale.ts';
import { deskById, townOf } from '../../municipality/municipality.service.ts';
import { categoryNameIn } from '../category/issue.category.rules.ts';
import { clockOf } from '../clock/issue.clock.service.ts';
import type { IssueRow, IssueStatus } from '../issue.entity.ts';
import { firstAnswerBy } from '../clock/issue.pace.service.ts';
import { categoryById, findLastMove } from '../issue.reading.service.ts';
import { IssueTemplate } from './issue.template.entity.ts';
import { fillTemplate, type GapValues } from './issue.template.rules.ts';

/** A template in the reporter's language, with its placeholders filled for one issue. */
export interface Filled {
  readonly templateId: string;
  readonly name: string;
  readonly locale: string;
  readonly text: string;
}

/**
 * Templates that fit the issue at the status `to`, those of its category first; empty unless the issue was read for
 * staff.
 */
export async function fillTemplates(ctx: Context, issue: IssueRow, to: IssueStatus | null): Promise<Filled[]> {
  if (issue.seenBy !== 'staff') return [];
  const fitting = await findFitting(ctx, issue, [to ?? issue.status, null]);
  if (fitting.length === 0) return [];
  const locale = await localeOf(ctx, issue);
  const valuesIn = await readValues(ctx, issue);
  return fitting.map((template) => fill(template, locale, valuesIn));
}

/** The town's acknowledgement of a new issue, in the language of the reporter; null: the town has none. */
export async function findAcknowledgement(ctx: Context, issue: IssueRow): Promise<string | null> {
  const [template] = await findFitting(ctx, issue, ['SUBMITTED']);
  if (template === undefined) return null;
  const locale = await localeOf(ctx, issue);
  return fill(template, locale, await readValues(ctx, issue)).text || null;
}

async function findFitting(
  { em }: Context,
  { municipality, category }: IssueRow,
  wanted: readonly (IssueStatus | null)[],
): Promise<IssueTemplate[]> {
  const named = wanted.filter((status) => status !== null);
  const atStatus = [{ status: { $in: named } }, ...(wanted.includes(null) ? [{ status: null }] : [])];
  const about = [{ category: category.id }, { category: null }];
  const where = { municipality: municipality.id, $and: [{ $or: about }, { $or: atStatus }] };
  const found = await em.find(IssueTemplate, where, { orderBy: { name: 'asc' } });
  return found.sort((a, b) => rank(b) - rank(a));
}

/** Rank of a template: the more specific it is, the greater. */
function rank({ category, status }: IssueTemplate): number {
  return (category == null ? 0 : 2) + (status == null ? 0 : 1);
}

function fill({ id, name, text, variants }: IssueTemplate, wanted: string, valuesIn: ValuesIn): Filled {
  const variant = variantFor(variants, wanted);
  const locale = variant?.locale ?? 'de';
  return { templateId: id, name, locale, text: fillTemplate((variant ?? { text }).text, valuesIn(locale)) };
}

/** Language of the reporter: that of the account, else that of the report. */
async function localeOf(ctx: Context, { reporter, locale }: IssueRow): Promise<string> {
  const person = reporter == null ? null : await personById(ctx, reporter.id);
  return readLocale(person?.locale ?? locale);
}

/**
 * Next deadline of the issue: the first answer, then the resolution; without deadlines the estimate of the first
 * answer.
 */
async function dueOf(ctx: Context, issue: IssueRow): Promise<Date | null> {
  const clock = await clockOf(ctx, issue.id);
  const due = clock?.firstRespondedAt == null ? clock?.firstResponseDueAt : clock.resolutionDueAt;
  return due ?? firstAnswerBy(ctx, issue);
}

/** Values of the placeholders for a text in the language `locale`. */
type ValuesIn = (locale: string) => GapValues;

async function readValues(ctx: Context, issue: IssueRow): Promise<ValuesIn> {
  const { name: town, timeZone } = await townOf(ctx, issue);
  const last = await findLastMove(ctx, issue);
  const expected = last.scheduledFor ?? (await dueOf(ctx, issue));
  const category = await categoryById(ctx, issue.category.id);
  const desk = issue.desk == null ? null : await deskById(ctx, issue.desk.id);
  return (locale) => {
    const day = new Intl.DateTimeFormat(dateLocale(locale.slice(0, 2)), { dateStyle: 'full', timeZone });
    return {
      reference: issue.reference,
      category: category === null ? '' : categoryNameIn(category, locale),
      place: issue.address ?? '',
      desk: desk?.name ?? '',
      expected: expected == null ? '' : day.format(expected),
      town,
    };
  };
}
