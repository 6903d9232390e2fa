import type { HandoverPartsFragment, IssuePartsFragment } from '../gql/graphql.ts';
import { definePageSlot } from '../shared/pageSlot.ts';

/** In the dialog that passes a report on: further ways than by mail. `onDone`: the report was passed on. */
export const forwardWays = definePageSlot<{
  issue: IssuePartsFragment;
  timeZone: string | undefined;
  onDone: () => void;
}>('forwardWays');

/** On a report in the town hall: how it stands where it was passed on to. `onDone`: something changed. */
export const issueHandover = definePageSlot<{
  issue: IssuePartsFragment;
  handover: HandoverPartsFragment;
  timeZone: string | undefined;
  onDone: () => void;
}>('issueHandover');

/** Below the public list of reports: the same for programs and spreadsheets. */
export const publicIssueData = definePageSlot<{ ags: string }>('publicIssueData');
