import { defineEvent } from '../../kernel/events.ts';

export interface CategoryFormFacts {
  readonly categoryId: string;
  readonly municipalityId: string;
}

/** The form of a category changed: its questions, its safety notice or its distance for similar issues. */
export const categoryFormChanged = defineEvent<CategoryFormFacts>('issue.categoryFormChanged');
