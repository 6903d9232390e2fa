import type { ReportIssueInput } from '../../../gql/graphql.ts';
import type { UploadedPhoto } from '../../../media/upload.ts';
import type { DeviceReport } from '../device/deviceReports.ts';
import type { ReportDraft } from './reportDraft.ts';

export interface WaitingPhoto {
  readonly blob: Blob;
  readonly alt: string;
  /** The uploaded photo, which the next attempt uses again; null: not uploaded yet. */
  readonly uploaded: UploadedPhoto | null;
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
  readonly input: Omit<ReportIssueInput, 'photoIds' | 'photoProofs' | 'idempotencyKey'>;
  readonly photos: readonly WaitingPhoto[];
  /** Code of the refusal; null: not refused. */
  readonly refused: string | null;
}

export function isWaiting(value: unknown): value is WaitingReport {
  return typeof value === 'object' && value !== null && 'key' in value && 'photos' in value && 'input' in value;
}

/** A report that an earlier version kept with its code after sending; null: the report is not sent. */
export function sentEarlier(report: WaitingReport): DeviceReport | null {
  const sent: unknown = Reflect.get(report, 'sent');
  if (typeof sent !== 'object' || sent === null) return null;
  const { ags, about, writtenAt: sentAt } = report;
  const reference = String(Reflect.get(sent, 'reference'));
  return { ags, about, sentAt, reference, claimCode: String(Reflect.get(sent, 'claimCode')) };
}
