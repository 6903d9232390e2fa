import type { HandoverPartsFragment, IssuePartsFragment } from '../gql/graphql.ts';
import { definePageSlot } from '../shared/pageSlot.ts';

/** In the dialog that passes a report on: ways other than mail. `onDone`: the report was passed on. */
export const forwardWays = definePageSlot<{
  issue: IssuePartsFragment;
  timeZone: string | undefined;
  onDone: () => void;
}>('forwardWays');

/**
 * On a report in the town hall: the state at the authority to which the report was passed on. `onDone`: something
 * changed.
 */
export const issueHandover = definePageSlot<{
  issue: IssuePartsFragment;
  handover: HandoverPartsFragment;
  timeZone: string | undefined;
  onDone: () => void;
}>('issueHandover');

/** Below the public list of reports: the same data for programs and spreadsheets. */
export const publicIssueData = definePageSlot<{ ags: string }>('publicIssueData');
