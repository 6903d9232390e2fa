import { allow, deny, type Verdict } from '../../kernel/errors.ts';
import type { Placed } from '../issue.audience.rules.ts';

type Merged = Pick<Placed, 'kind' | 'status' | 'flag' | 'municipalityId'> & { readonly id: string };

/** Issues of one town may be merged, except complaints, which stay between the reporter and the town hall. */
export function canMergeInto(child: Merged, parent: Merged | null): Verdict {
  if (parent?.municipalityId !== child.municipalityId) return deny('UNKNOWN_PARENT');
  if (child.kind === 'COMPLAINT' || parent.kind === 'COMPLAINT') return deny('COMPLAINT_ALONE');
  if (parent.id === child.id) return deny('SAME_ISSUE');
  if (parent.flag !== null) return deny('FLAGGED'); // the reporter of the duplicate would be set aside with the spam
  return parent.status === 'WITHDRAWN' ? deny('PARENT_NOT_THERE') : allow;
}
