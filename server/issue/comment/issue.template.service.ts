import { LockMode, ref } from '@mikro-orm/core';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { claimKey } from '../../kernel/idempotency.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { IssueCategory } from '../issue.category.entity.ts';
import type { IssueStatus } from '../issue.entity.ts';
import { IssueTemplate } from './issue.template.entity.ts';
import { templateKept, templateRemoved } from './issue.template.events.ts';
import { canKeepTemplates, checkTemplate, mostTemplates, type TemplateInput } from './issue.template.rules.ts';

export interface KeepTemplateInput extends TemplateInput {
  readonly categoryId?: string | null;
  readonly status?: IssueStatus | null;
}

/** Templates of the town by name, for its clerks and admins. */
export async function listTemplates(ctx: Context, municipalityId: string): Promise<IssueTemplate[]> {
  authorize(canKeepTemplates(ctx.actor, municipalityId));
  await requireModuleIn(ctx, municipalityId, 'ISSUES');
  const order = { orderBy: { name: 'asc' }, limit: mostTemplates } as const;
  return ctx.em.find(IssueTemplate, { municipality: municipalityId }, order);
}

/** The template, or null if it does not exist or the actor may not manage the templates of its town. */
export async function findTemplate(ctx: Context, id: string): Promise<IssueTemplate | null> {
  const template = await ctx.em.findOne(IssueTemplate, id);
  if (template === null || !canKeepTemplates(ctx.actor, template.municipality.id).allow) return null;
  await requireModuleIn(ctx, template.municipality.id, 'ISSUES');
  return template;
}

/** Creates a template. Refused: UNKNOWN_PLACEHOLDER, TEMPLATE_NAME_TAKEN, UNKNOWN_CATEGORY, TOO_MANY_TEMPLATES … */
export function createTemplate(
  ctx: Context,
  input: KeepTemplateInput & { readonly municipalityId: string; readonly idempotencyKey: string },
): Promise<IssueTemplate> {
  return write(ctx, async (tx) => {
    const { municipalityId } = input;
    authorize(canKeepTemplates(tx.actor, municipalityId));
    await requireModuleIn(tx, municipalityId, 'ISSUES');
    const claim = await claimKey(tx, input.idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(IssueTemplate, claim.id);
    const count = await tx.em.count(IssueTemplate, { municipality: municipalityId });
    if (count >= mostTemplates) throw refusal('TOO_MANY_TEMPLATES');
    const words = await checkWords(tx, municipalityId, input, claim.id);
    const template = tx.em.create(IssueTemplate, { id: claim.id, municipality: municipalityId, ...words });
    await tx.em.persist(template).flush();
    await record(tx, templateKept({ municipalityId, templateId: claim.id }));
    return template;
  });
}

/** Replaces a template; messages that were written with it stay as they are. Refused like createTemplate. */
export function reviseTemplate(ctx: Context, id: string, input: KeepTemplateInput): Promise<IssueTemplate> {
  return write(ctx, async (tx) => {
    const template = await holdTemplate(tx, id);
    const municipalityId = template.municipality.id;
    const { category, ...words } = await checkWords(tx, municipalityId, input, id);
    Object.assign(template, { ...words, category: category === null ? null : ref(category) });
    await tx.em.flush();
    await record(tx, templateKept({ municipalityId, templateId: id }));
    return template;
  });
}

export function removeTemplate(ctx: Context, id: string): Promise<void> {
  return write(ctx, async (tx) => {
    const template = await holdTemplate(tx, id);
    const municipalityId = template.municipality.id;
    await tx.em.remove(template).flush();
    await record(tx, templateRemoved({ municipalityId, templateId: id }));
  });
}

async function holdTemplate(tx: Tx, id: string): Promise<IssueTemplate> {
  const template = await tx.em.findOne(IssueTemplate, id, { lockMode: LockMode.PESSIMISTIC_WRITE });
  if (template === null) throw new DomainError('NOT_FOUND');
  authorize(canKeepTemplates(tx.actor, template.municipality.id));
  await requireModuleIn(tx, template.municipality.id, 'ISSUES');
  return template;
}

async function checkWords(
  tx: Tx,
  municipality: string,
  { categoryId, status, ...input }: KeepTemplateInput,
  id: string,
) {
  const words = checkTemplate(input);
  const category = categoryId == null ? null : await tx.em.findOne(IssueCategory, { id: categoryId, municipality });
  if (categoryId != null && category === null) throw refusal('UNKNOWN_CATEGORY', 'categoryId');
  const taken = await tx.em.count(IssueTemplate, { municipality, name: words.name, id: { $ne: id } });
  if (taken > 0) throw refusal('TEMPLATE_NAME_TAKEN', 'name');
  return { ...words, status: status ?? null, category };
}
