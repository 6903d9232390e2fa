import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { Placed } from '../issue.audience.rules.ts';

type Merged = Pick<Placed, 'kind' | 'status' | 'flag' | 'municipalityId'> & { readonly id: string };

/** People decide what is the same, within one town; what is between somebody and the town hall stays by itself. */
export function canMergeInto(child: Merged, parent: Merged | null): Verdict {
  if (parent?.municipalityId !== child.municipalityId) return deny('UNKNOWN_PARENT');
  if (child.kind === 'COMPLAINT' || parent.kind === 'COMPLAINT') return deny('COMPLAINT_ALONE');
  if (parent.id === child.id) return deny('SAME_ISSUE');
  if (parent.flag !== null) return deny('FLAGGED'); // whoever reported the same would be set aside with it
  return parent.status === 'UNCONFIRMED' || parent.status === 'WITHDRAWN' ? deny('PARENT_NOT_THERE') : allow;
}
