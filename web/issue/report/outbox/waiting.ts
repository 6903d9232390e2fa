import type { ReportIssueInput } from '../../../gql/graphql.ts';
import type { ReportDraft } from './reportDraft.ts';

export interface WaitingPhoto {
  readonly blob: Blob;
  readonly alt: string;
  /** Once the server has it: the next try names the same. */
  readonly id: string | null;
}

export interface Sent {
  readonly issueId: string;
  readonly reference: string;
  readonly claimCode: string;
}

/** A report that was written without a line, or whose answer was lost. */
export interface WaitingReport {
  /** Of the report for good, however often it is sent: the server makes one of it. */
  readonly key: string;
  /** Who wrote it; null: nobody was signed in, and it is sent as nobody's. */
  readonly by: string | null;
  readonly ags: string;
  /** The category in words. */
  readonly about: string;
  readonly writtenAt: number;
  readonly draft: ReportDraft;
  readonly input: Omit<ReportIssueInput, 'photoIds' | 'idempotencyKey'>;
  readonly photos: readonly WaitingPhoto[];
  /** Why the server does not take it, as a code. */
  readonly refused: string | null;
  /** Taken, of nobody: kept until its code was noted and, where no mail asks for it, the report confirmed. */
  readonly sent: Sent | null;
}

export function isWaiting(value: unknown): value is WaitingReport {
  return typeof value === 'object' && value !== null && 'key' in value && 'photos' in value && 'input' in value;
}
