/** Number of entries of a page of the feed. */
const first = 15;

/** Variables of a page of the town's feed; the server puts the first page into the HTML of the home page. */
export function townFeedVariables(ags: string, groupIds: readonly string[], after: string | null) {
  return { ags, groupIds: [...groupIds], first, after };
}
