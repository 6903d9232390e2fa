/** Number of reports of a page of the map. */
const first = 50;

/** Variables of a page of the public reports; the server puts the first page into the HTML of the map. */
export function publicIssuesVariables(ags: string, after: string | null) {
  return { ags, first, after };
}
