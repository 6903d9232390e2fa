import { ref } from '@mikro-orm/core';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { claimKey } from '../../kernel/idempotency.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import { findDesk } from '../../municipality/municipality.service.ts';
import { IssueCategory, type IssueKind } from '../issue.category.entity.ts';
import { categoryChanged } from '../issue.events.ts';
import { FallbackDesk } from '../issue.routing.entity.ts';
import { type CategoryNames, checkNames, isPublishableCategory } from './issue.category.rules.ts';

export interface AddCategoryInput extends CategoryNames {
  readonly municipalityId: string;
  readonly kind: IssueKind;
  readonly deskId?: string | null;
  readonly idempotencyKey: string;
}

/** Maximum number of categories of a town, so that the form stays readable. */
const mostCategories = 100;

/**
 * Creates a category at the end of the list; it is not offered before it is published. Refused: NAME_TAKEN,
 * UNKNOWN_DESK, TOO_MANY_CATEGORIES, UNKNOWN_LOCALE …
 */
export function addCategory(ctx: Context, { idempotencyKey, ...input }: AddCategoryInput): Promise<IssueCategory> {
  const { municipalityId: municipality, kind } = input;
  authorize(canRunTown(ctx.actor, municipality));
  return write(ctx, async (tx) => {
    const claim = await claimKey(tx, idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(IssueCategory, claim.id);
    const names = await readNames(tx, municipality, input);
    const desk = input.deskId == null ? null : await findDesk(tx, municipality, input.deskId);
    const known = await tx.em.find(IssueCategory, { municipality }, { orderBy: { position: 'desc' } });
    if (known.length >= mostCategories) throw refusal('TOO_MANY_CATEGORIES');
    const position = (known[0]?.position ?? -1) + 1;
    const facts = { id: claim.id, municipality, ...names, kind, desk, position, isPublished: false };
    const category = tx.em.create(IssueCategory, facts);
    await tx.em.persist(category).flush();
    await record(tx, categoryChanged({ categoryId: category.id, municipalityId: municipality }));
    return category;
  });
}

/** Replaces names and desk. A published category must keep the conditions of publishCategory. */
export function changeCategory(
  ctx: Context,
  categoryId: string,
  { deskId, ...names }: CategoryNames & { readonly deskId?: string | null },
): Promise<IssueCategory> {
  return change(ctx, categoryId, async (tx, category) => {
    const municipalityId = category.municipality.id;
    Object.assign(category, await readNames(tx, municipalityId, names, categoryId));
    category.desk = deskId == null ? null : ref(await findDesk(tx, municipalityId, deskId));
    if (category.isPublished) await requireBacking(tx, category);
  });
}

/** Publishes a category or withdraws it. Refused: CATEGORY_WITHOUT_DESK, DESK_WITHOUT_DEPUTY, NO_FALLBACK_DESK. */
export function publishCategory(ctx: Context, categoryId: string, isPublished: boolean): Promise<IssueCategory> {
  return change(ctx, categoryId, async (tx, category) => {
    if (isPublished) await requireBacking(tx, category);
    category.isPublished = isPublished;
  });
}

/** Sets the order of the categories; those not named follow in their previous order. Refused: UNKNOWN_CATEGORY. */
export async function orderCategories(
  ctx: Context,
  municipality: string,
  ids: readonly string[],
): Promise<IssueCategory[]> {
  authorize(canRunTown(ctx.actor, municipality));
  return write(ctx, async (tx) => {
    const known = await tx.em.find(IssueCategory, { municipality }, { orderBy: { position: 'asc', name: 'asc' } });
    const unknown = ids.some((id) => known.every((category) => category.id !== id));
    if (unknown) throw refusal('UNKNOWN_CATEGORY', 'categoryIds');
    const place = ({ id }: IssueCategory): number => (ids.includes(id) ? ids.indexOf(id) : ids.length);
    const ordered = known.sort((a, b) => place(a) - place(b));
    for (const [position, category] of ordered.entries()) category.position = position;
    await tx.em.flush();
    const [first] = ordered;
    if (first !== undefined) await record(tx, categoryChanged({ categoryId: first.id, municipalityId: municipality }));
    return ordered;
  });
}

function change(
  ctx: Context,
  categoryId: string,
  act: (tx: Tx, category: IssueCategory) => Promise<void>,
): Promise<IssueCategory> {
  return write(ctx, async (tx) => {
    const category = await tx.em.findOne(IssueCategory, categoryId);
    if (category === null) throw new DomainError('NOT_FOUND');
    const municipalityId = category.municipality.id;
    authorize(canRunTown(tx.actor, municipalityId));
    await act(tx, category);
    await tx.em.flush();
    await record(tx, categoryChanged({ categoryId, municipalityId }));
    return category;
  });
}

async function requireBacking(tx: Tx, category: IssueCategory): Promise<void> {
  const { desk, municipality } = category;
  const deputies: unknown[] = desk == null ? [] : await tx.em.execute(deputySql, [desk.id]);
  const hasDeputy = deputies.length > 0;
  const hasFallback = (await tx.em.count(FallbackDesk, { municipality: municipality.id })) > 0;
  authorize(isPublishableCategory(category, { hasDeputy, hasFallback }), desk == null ? ['deskId'] : []);
}

/** Returns a row if the desk has a deputy. A person who is no longer clerk or admin of the town does not count. */
const deputySql = `
select 1 from desk_deputy y join desk d on d.id = y.desk_id
where y.desk_id = ? and (y.deputy_desk_id is not null or exists (
  select from role r where r.person_id = y.deputy_person_id and r.municipality_id = d.municipality_id
    and r.role in ('CLERK', 'ADMIN')))`;

async function readNames(
  tx: Tx,
  municipality: string,
  given: CategoryNames,
  except?: string,
): Promise<Required<CategoryNames>> {
  const names = checkNames(given);
  const taken = await tx.em.findOne(IssueCategory, { municipality, name: names.name });
  if (taken !== null && taken.id !== except) throw refusal('NAME_TAKEN', 'name');
  return names;
}
