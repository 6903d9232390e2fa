import type { ReportIssueInput } from '../../../gql/graphql.ts';
import type { ReportDraft } from './reportDraft.ts';

export interface WaitingPhoto {
  readonly blob: Blob;
  readonly alt: string;
  /** Id of the uploaded photo, which the next attempt uses again; null: not uploaded yet. */
  readonly id: string | null;
}

export interface Sent {
  readonly issueId: string;
  readonly reference: string;
  readonly claimCode: string;
}

/** A report that was written offline, or whose answer was lost. */
export interface WaitingReport {
  /** Idempotency key of the report; the same for every attempt. */
  readonly key: string;
  /** Id of the author; null: nobody was signed in, and the report is sent without a session. */
  readonly by: string | null;
  readonly ags: string;
  /** Name of the category. */
  readonly about: string;
  readonly writtenAt: number;
  readonly draft: ReportDraft;
  readonly input: Omit<ReportIssueInput, 'photoIds' | 'idempotencyKey'>;
  readonly photos: readonly WaitingPhoto[];
  /** Code of the refusal; null: not refused. */
  readonly refused: string | null;
  /**
   * Facts of a sent report without an account, kept until its code was noted and, without a mail, the report
   * confirmed.
   */
  readonly sent: Sent | null;
}

export function isWaiting(value: unknown): value is WaitingReport {
  return typeof value === 'object' && value !== null && 'key' in value && 'photos' in value && 'input' in value;
}
