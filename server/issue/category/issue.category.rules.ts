import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { IssueCategoryRow } from '../issue.category.entity.ts';

/** How a town stands behind the reports of a category. */
export interface Backing {
  readonly hasDeputy: boolean;
  readonly hasFallback: boolean;
}

/** Nothing is offered whose reports nobody would look after: a desk, who stands in for it, and a last resort. */
export function isPublishableCategory({ desk }: Pick<IssueCategoryRow, 'desk'>, backing: Backing): Verdict {
  if (desk == null) return deny('CATEGORY_WITHOUT_DESK');
  if (!backing.hasDeputy) return deny('DESK_WITHOUT_DEPUTY');
  return backing.hasFallback ? allow : deny('NO_FALLBACK_DESK');
}
