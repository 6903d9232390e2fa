import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { IssueCategoryRow } from '../issue.category.entity.ts';

/** Whether somebody is responsible for the issues of a category. */
export interface Backing {
  readonly hasDeputy: boolean;
  readonly hasFallback: boolean;
}

/**
 * A category may be published only if its desk, a deputy of the desk and a fallback desk exist, so that every issue is
 * worked on.
 */
export function isPublishableCategory({ desk }: Pick<IssueCategoryRow, 'desk'>, backing: Backing): Verdict {
  if (desk == null) return deny('CATEGORY_WITHOUT_DESK');
  if (!backing.hasDeputy) return deny('DESK_WITHOUT_DEPUTY');
  return backing.hasFallback ? allow : deny('NO_FALLBACK_DESK');
}
