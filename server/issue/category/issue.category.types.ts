import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { UUID } from '../../kernel/scalars.ts';
import type { IssueKind } from '../issue.category.entity.ts';
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

@ObjectType()
export class IssueCategoryPayloadType extends PayloadType {
  @field(() => IssueCategoryType, 'The category as it is now.', { nullable: true })
  declare category?: IssueCategoryType | null;
}

@ObjectType()
export class IssueCategoriesPayloadType extends PayloadType {
  @field(() => [IssueCategoryType], 'All categories in their order, offered or not. At most 100.', { nullable: true })
  declare categories?: readonly IssueCategoryType[] | null;
}

@InputType('PublishIssueCategoryInput', { description: 'Input of publishIssueCategory.' })
export class PublishIssueCategoryInputType {
  @Field(() => ID, { description: 'The category.' })
  declare categoryId: string;

  @Field(() => Boolean, { description: 'Whether it is offered.' })
  declare isPublished: boolean;
}

@InputType('OrderIssueCategoriesInput', { description: 'Input of orderIssueCategories.' })
export class OrderIssueCategoriesInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => [ID], { description: 'The categories, the first first.' })
  declare categoryIds: string[];
}
