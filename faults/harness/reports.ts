import { randomUUID } from 'node:crypto';
import { askData, type Client, type Data } from './http.ts';
import { ags } from './stage.ts';

export const reportIssue = `mutation($input: ReportIssueInput!) { reportIssue(input: $input) {
  issue { id version } claimCode userErrors { code path } } }`;

export interface Reporting {
  readonly municipalityId: string;
  readonly categoryId: string;
  readonly kind: string;
  /** A point in the middle of the town. */
  readonly point: { readonly lat: number; readonly lon: number };
}

/** Reads the inputs that a report in this town needs. */
export async function readReporting(port: number, client: Client): Promise<Reporting> {
  const query = `query($ags: String!) { municipality(ags: $ags) {
    id centre { lat lon } issueCategories { id kind } } }`;
  const { municipality }: Data = await askData(port, client, query, { ags });
  const [category] = municipality.issueCategories;
  if (category === undefined) throw new Error('the town has no categories for reports');
  return { municipalityId: municipality.id, categoryId: category.id, kind: category.kind, point: municipality.centre };
}

export function inputOf(reporting: Reporting, more: object = {}): object {
  return { ...reporting, text: 'Die Bank am Ufer ist gebrochen.', idempotencyKey: randomUUID(), ...more };
}

/** Submits a report by a person who is signed in; the report is on the board at once. */
export async function report(
  port: number,
  person: Client,
  reporting: Reporting,
): Promise<{ id: string; version: number }> {
  const { reportIssue: made }: Data = await askData(port, person, reportIssue, { input: inputOf(reporting) });
  if (made.userErrors.length > 0) throw new Error(JSON.stringify(made.userErrors));
  return made.issue as { id: string; version: number };
}
