import { Field, ID, InputType, ObjectType } from 'type-graphql';
import { field } from '../../kernel/field.ts';
import { PayloadType } from '../../kernel/payload.ts';
import { UUID } from '../../kernel/scalars.ts';
import type { IssueKind } from '../issue.category.entity.ts';
import { IssueCategoryType, IssueKindEnum } from '../issue.types.ts';

@InputType('IssueCategoryVariantInput', {
  description: 'Name of a category in another language or in Leichte Sprache.',
})
class IssueCategoryVariantInputType {
  @field(() => String, 'Language: en, or de-x-leicht for Leichte Sprache; each once.')
  declare locale: string;

  @field(() => String, 'Name as citizens read it, 2 to 80 characters.')
  declare name: string;
}

@InputType('CreateIssueCategoryInput', { description: 'A new category; it is not offered before it is published.' })
export class CreateIssueCategoryInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @field(() => String, 'German name as citizens read it, 2 to 80 characters; unique in the town.')
  declare name: string;

  @Field(() => [IssueCategoryVariantInputType], {
    nullable: true,
    description: 'Names in other languages; null: none. At most two.',
  })
  declare variants?: IssueCategoryVariantInputType[] | null;

  @field(() => IssueKindEnum, 'Kind of its reports; cannot be changed later.')
  declare kind: IssueKind;

  @Field(() => ID, { nullable: true, description: 'Desk that receives its reports; null: none yet.' })
  declare deskId?: string | null;

  @field(() => UUID, 'Repeat a request with the same key and get the first result.')
  declare idempotencyKey: string;
}

@InputType('ChangeIssueCategoryInput', {
  description: 'New names and desk of a category; they replace the previous ones.',
})
export class ChangeIssueCategoryInputType {
  @Field(() => ID, { description: 'The category.' })
  declare categoryId: string;

  @field(() => String, 'German name as citizens read it, 2 to 80 characters; unique in the town.')
  declare name: string;

  @Field(() => [IssueCategoryVariantInputType], {
    nullable: true,
    description: 'Names in other languages; null: none, existing ones are deleted. At most two.',
  })
  declare variants?: IssueCategoryVariantInputType[] | null;

  @Field(() => ID, { nullable: true, description: 'Desk that receives its reports; null: none yet.' })
  declare deskId?: string | null;
}

@ObjectType()
export class IssueCategoryPayloadType extends PayloadType {
  @field(() => IssueCategoryType, 'The category as it is now.', { nullable: true })
  declare category?: IssueCategoryType | null;
}

@ObjectType()
export class IssueCategoriesPayloadType extends PayloadType {
  @field(() => [IssueCategoryType], 'All categories in their order, published or not. At most 100.', { nullable: true })
  declare categories?: readonly IssueCategoryType[] | null;
}

@InputType('PublishIssueCategoryInput', { description: 'Input of publishIssueCategory.' })
export class PublishIssueCategoryInputType {
  @Field(() => ID, { description: 'The category.' })
  declare categoryId: string;

  @Field(() => Boolean, { description: 'Whether the form offers the category.' })
  declare isPublished: boolean;
}

@InputType('OrderIssueCategoriesInput', { description: 'Input of orderIssueCategories.' })
export class OrderIssueCategoriesInputType {
  @Field(() => ID, { description: 'The town.' })
  declare municipalityId: string;

  @Field(() => [ID], { description: 'Categories in their new order.' })
  declare categoryIds: string[];
}
