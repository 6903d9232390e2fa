import type { ReportIssueMutation } from '../../../gql/graphql.ts';

type Payload = NonNullable<ReportIssueMutation['reportIssue']>;
/** Report as the page after sending shows it. */
export type ReportDone = Pick<Payload, 'claimCode'> & {
  readonly issue: NonNullable<Payload['issue']>;
  readonly email: string | null;
};

/**
 * Stores what the page after sending shows, for this tab only: a reload of the page shows it again. Number and code of
 * a report without an account are on the device as well (deviceReports.ts).
 */
export function keepSent(ags: string, done: ReportDone): void {
  try {
    sessionStorage.setItem(key(ags), JSON.stringify(done));
  } catch {
    // without storage a reload shows the report instead
  }
}

/** The stored report; null: another one, or none, was sent in this tab. */
export function keptSent(ags: string, reference: string): ReportDone | null {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(key(ags)) ?? 'null');
    return isDone(kept) && kept.issue.reference === reference ? kept : null;
  } catch {
    return null;
  }
}

/** Deletes the stored report if it has this number. */
export function forgetSent(ags: string, reference: string): void {
  if (keptSent(ags, reference) !== null) sessionStorage.removeItem(key(ags));
}

function isDone(value: unknown): value is ReportDone {
  return typeof value === 'object' && value !== null && 'issue' in value && 'claimCode' in value;
}

function key(ags: string): string {
  return `ortsfunk.sent.${ags}`;
}
