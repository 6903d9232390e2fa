import { validate } from 'uuid';
import type { Context } from '../kernel/context.ts';
import { type Locale, variantFor } from '../kernel/locale.ts';
import { categoryNameIn } from '../issue/category/issue.category.rules.ts';
import type { IssueCategory } from '../issue/issue.category.entity.ts';
import { findCategory, listCategories } from '../issue/issue.list.service.ts';
import { findEmergency, questionsOf } from '../issue/category/issue.question.service.ts';
import type { MunicipalityRow } from '../municipality/municipality.entity.ts';
import { requireModule } from '../municipality/municipality.service.ts';
import { requireScope } from './open311.access.service.ts';
import type { Answer } from './open311.document.rules.ts';
import { Open311Error } from './open311.errors.rules.ts';
import type { Wording } from './open311.texts.rules.ts';

/** A question of a service, in the form of GeoReport. */
export interface Attribute {
  readonly code: string;
  readonly datatype: 'string' | 'number' | 'singlevaluelist';
  readonly required: boolean;
  readonly description: string;
  readonly values: readonly { readonly key: string; readonly name: string }[];
}

/**
 * Services that partners may report to: published categories except complaints, which stay confidential, and barriers
 * of the product's own pages.
 */
export async function listServices(ctx: Context, town: MunicipalityRow, { texts, locale }: Wording): Promise<Answer> {
  requireScope(ctx, town, 'issues:read', 'issues:write');
  const categories = (await listCategories(ctx, town.id)).filter(isOffered);
  const body = await Promise.all(
    categories.map(async (category) => ({
      service_code: category.id,
      service_name: categoryNameIn(category, locale),
      description: await descriptionOf(ctx, category, { texts, locale }),
      metadata: (await attributesOf(ctx, category, locale)).length > 0,
      type: 'realtime',
      keywords: null,
      group: category.kind.toLowerCase(),
    })),
  );
  return { root: 'services', body };
}

/** Description of a service; the safety notice comes first, so that people in danger call instead. */
async function descriptionOf(ctx: Context, { id, kind }: IssueCategory, { texts, locale }: Wording): Promise<string> {
  const emergency = await findEmergency(ctx, id);
  const notice = emergency && (variantFor(emergency.variants, locale) ?? emergency).text;
  return [notice, emergency?.phone, texts.service[kind]].filter(Boolean).join(' ');
}

/** Definition of a service with its questions. */
export async function describeService(
  ctx: Context,
  town: MunicipalityRow,
  locale: Locale,
  code: string,
): Promise<Answer> {
  const asked = await attributesOf(ctx, await findService(ctx, town, code), locale);
  const attributes = asked.map((one, order) => ({
    variable: true,
    code: one.code,
    datatype: one.datatype,
    required: one.required,
    datatype_description: null,
    order: order + 1,
    description: one.description,
    values: one.values.map(({ key, name }) => ({ key, name })),
  }));
  return { root: 'service_definition', body: { service_code: code, attributes } };
}

/** The category with this service code. 404: the town offers no such service. */
export async function findService(ctx: Context, town: MunicipalityRow, code: string): Promise<IssueCategory> {
  requireScope(ctx, town, 'issues:read', 'issues:write');
  requireModule(town, 'ISSUES');
  const category = validate(code) ? await findCategory(ctx, code) : null;
  if (category?.municipality.id !== town.id || !isOffered(category)) {
    throw new Open311Error(404, 'service_code: no such service in this town');
  }
  return category;
}

/** Questions of a category as attributes of GeoReport; answers name the German choice, which is the key. */
export async function attributesOf(ctx: Context, { id }: IssueCategory, locale: Locale): Promise<Attribute[]> {
  return (await questionsOf(ctx, id)).map((question) => {
    const { label, choices } = variantFor(question.variants, locale) ?? question;
    return {
      code: question.id,
      datatype: datatypes[question.kind],
      required: question.isRequired,
      description: label,
      values: question.choices.map((key, i) => ({ key, name: choices[i] ?? key })),
    };
  });
}

const datatypes = { TEXT: 'string', CHOICE: 'singlevaluelist', NUMBER: 'number' } as const;

function isOffered({ kind, isForBarriers, isPublished }: IssueCategory): boolean {
  return isPublished && kind !== 'COMPLAINT' && !isForBarriers;
}
