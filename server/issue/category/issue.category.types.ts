import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { UUID } from '../../kernel/scalars.ts';
import type { IssueKind } from './issue.category.entity.ts';
import { IssueCategoryType, IssueKindEnum } from '../issue.types.ts';

@InputType('CreateIssueCategoryInput', { description: 'A new category; nobody is offered it before it is published.' })
export class CreateIssueCategoryInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'As citizens read it, 2 to 80 characters, its own in the town.')
  declare name: string;

  @field(() => IssueKindEnum, 'The kind of its reports, for good.')
  declare kind: IssueKind;

  @Field(() => ID, { nullable: true, description: 'Where its reports arrive.' })
  declare deskId?: string | null;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('ChangeIssueCategoryInput', { description: 'A category as it is from now on.' })
export class ChangeIssueCategoryInputType {
  @Field(() => ID, { description: 'The category.' })
  declare categoryId: string;

  @field(() => String, 'As citizens read it, 2 to 80 characters, its own in the town.')
  declare name: string;

  @Field(() => ID, { nullable: true, description: 'Where its reports arrive.' })
  declare deskId?: string | null;
}

@ObjectType('IssueCategoryPayload', {
  description:
    'Answer of what changes a category. Refused: CATEGORY_WITHOUT_DESK, DESK_WITHOUT_DEPUTY, NO_FALLBACK_DESK, NAME_TAKEN, UNKNOWN_DESK, …',
})
export class IssueCategoryPayloadType extends PayloadType {
  @field(() => IssueCategoryType, 'The category as it is now.', { nullable: true })
  declare category?: IssueCategoryType | null;
}

@ObjectType('IssueCategoriesPayload', { description: 'Answer of orderIssueCategories. Refused: UNKNOWN_CATEGORY.' })
export class IssueCategoriesPayloadType extends PayloadType {
  @field(() => [IssueCategoryType], 'All categories in their order, offered or not.', { nullable: true })
  declare categories?: readonly IssueCategoryType[] | null;
}
