/** SQL condition: the issue with this id is a complaint, which is private; `issue` is the SQL expression of its id. */
export function inComplaint(issue: string): string {
  return `exists (select from issue c where c.id = ${issue} and c.kind = 'COMPLAINT')`;
}
