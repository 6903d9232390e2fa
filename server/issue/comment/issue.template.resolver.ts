import { Arg, Ctx, FieldResolver, ID, Resolver, Root } from 'type-graphql';
import type { Context } from '../../kernel/context.ts';
import { choiceOf, idOf, toGlobalId } from '../../kernel/ids.ts';
import { Input, mutation } from '../../kernel/mutation.ts';
import { answer } from '../../kernel/payload.ts';
import type { MunicipalityRow } from '../../municipality/municipality.entity.ts';
import { MunicipalityType } from '../../municipality/municipality.types.ts';
import type { IssueRow, IssueStatus } from '../issue.entity.ts';
import { categoryById } from '../issue.reading.service.ts';
import { IssueCategoryType, IssueStatusEnum, IssueType } from '../issue.types.ts';
import { type Filled, fillTemplates, findAcknowledgement } from './issue.filled.service.ts';
import type { IssueTemplate } from './issue.template.entity.ts';
import { createTemplate, listTemplates, removeTemplate, reviseTemplate } from './issue.template.service.ts';
import {
  CreateTemplateInputType,
  FilledTemplateType,
  IssueTemplateType,
  RemoveIssueTemplateInputType,
  RemoveTemplatePayloadType,
  ReviseTemplateInputType,
  TemplatePayloadType,
  TemplateVariantType,
} from './issue.template.types.ts';

const categoryOf = (id: string | null | undefined): string | null =>
  id == null ? null : choiceOf('IssueCategory', id);

@Resolver(() => IssueTemplateType)
export class IssueTemplateResolver {
  @mutation(TemplatePayloadType, 'Create a template for answers (clerks and admins of the town).')
  createIssueTemplate(
    @Input(() => CreateTemplateInputType) input: CreateTemplateInputType,
    @Ctx() ctx: Context,
  ): Promise<TemplatePayloadType> {
    const municipalityId = idOf('Municipality', input.municipalityId);
    const categoryId = categoryOf(input.categoryId);
    return answer(async () => ({ issueTemplate: await createTemplate(ctx, { ...input, municipalityId, categoryId }) }));
  }

  @mutation(TemplatePayloadType, 'Change a template (clerks and admins of the town).')
  reviseIssueTemplate(
    @Input(() => ReviseTemplateInputType)
    { id, ...input }: ReviseTemplateInputType,
    @Ctx() ctx: Context,
  ): Promise<TemplatePayloadType> {
    const words = { ...input, categoryId: categoryOf(input.categoryId) };
    return answer(async () => ({ issueTemplate: await reviseTemplate(ctx, idOf('IssueTemplate', id), words) }));
  }

  @mutation(RemoveTemplatePayloadType, 'Delete a template (clerks and admins of the town).')
  removeIssueTemplate(
    @Input(() => RemoveIssueTemplateInputType) { id }: RemoveIssueTemplateInputType,
    @Ctx() ctx: Context,
  ): Promise<RemoveTemplatePayloadType> {
    return answer(async () => {
      await removeTemplate(ctx, idOf('IssueTemplate', id));
      return { removedId: id };
    });
  }

  @FieldResolver(() => IssueCategoryType, {
    nullable: true,
    description: 'Only for reports of this category; null: for all.',
  })
  category(@Root() { category }: IssueTemplate, @Ctx() ctx: Context): Promise<IssueCategoryType | null> | null {
    return category == null ? null : categoryById(ctx, category.id);
  }

  @FieldResolver(() => [TemplateVariantType], { description: 'The text in other languages. At most two.' })
  variants(@Root() { variants }: IssueTemplate): TemplateVariantType[] {
    return [...(variants ?? [])];
  }
}

@Resolver(() => IssueType)
export class FilledTemplatesResolver {
  @FieldResolver(() => [FilledTemplateType], {
    complexity: 20,
    description:
      "Templates that fit, in the reporter's language and with filled placeholders, the most specific first; for staff of the town. At most 200.",
  })
  answerTemplates(
    @Root() issue: IssueRow,
    @Arg('to', () => IssueStatusEnum, {
      nullable: true,
      description: 'Status that the report is moved to; absent: its current status.',
    })
    to: IssueStatus | null | undefined,
    @Ctx() ctx: Context,
  ): Promise<Filled[]> {
    return fillTemplates(ctx, issue, to ?? null);
  }

  @FieldResolver(() => String, {
    nullable: true,
    complexity: 20,
    description:
      "The town's acknowledgement of a new report, in the language of the reporter; null: the town has none.",
  })
  acknowledgement(@Root() issue: IssueRow, @Ctx() ctx: Context): Promise<string | null> | null {
    return issue.seenBy === 'reporter' || issue.seenBy === 'staff' ? findAcknowledgement(ctx, issue) : null;
  }
}

@Resolver(() => FilledTemplateType)
export class FilledTemplateResolver {
  @FieldResolver(() => ID, { description: 'Global id of the IssueTemplate.' })
  templateId(@Root() { templateId }: Filled): string {
    return toGlobalId('IssueTemplate', templateId);
  }
}

@Resolver(() => MunicipalityType)
export class MunicipalityTemplatesResolver {
  @FieldResolver(() => [IssueTemplateType], {
    nullable: true,
    description: 'Templates for answers by name; for clerks and admins of the town. At most 200.',
  })
  issueTemplates(@Root() { id }: MunicipalityRow, @Ctx() ctx: Context): Promise<IssueTemplateType[]> {
    return listTemplates(ctx, id);
  }
}
