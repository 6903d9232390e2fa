import { defineEvent } from '../../kernel/events.ts';

export interface CategoryFormFacts {
  readonly categoryId: string;
  readonly municipalityId: string;
}

/** What is asked, shown before and looked for around reports of a category is another. */
export const categoryFormChanged = defineEvent<CategoryFormFacts>('issue.categoryFormChanged');
