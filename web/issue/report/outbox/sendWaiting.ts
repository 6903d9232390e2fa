import { print } from 'graphql';
import { ReportIssueDocument, type ReportIssueMutation } from '../../../gql/graphql.ts';
import { uploadPhoto, UploadRefused } from '../../../media/upload.ts';
import { drop, put } from '../../../offline/store.ts';
import { challengeIn } from '../../../shared/work/proofLink.ts';
import { repeatWithProof } from '../../../shared/work/repeatWithProof.ts';
import { sentPhotos } from '../../photo/useUpload.ts';
import { keepDeviceReport } from '../device/deviceReports.ts';
import type { WaitingReport } from './waiting.ts';

type Payload = NonNullable<ReportIssueMutation['reportIssue']>;
export type Taken = Pick<Payload, 'claimCode'> & {
  readonly issue: NonNullable<Payload['issue']>;
  /** Address to which the confirmation link went. */
  readonly email: string | null;
};
/** `cut`: no connection, retry later; `kept`: refused, stays with the reason; `taken`: the server has it. */
export type Outcome =
  { readonly is: 'cut' } | { readonly is: 'kept' } | { readonly is: 'taken'; readonly taken: Taken | null };

/** Sends one report after its photos. Each uploaded photo is stored, so that every attempt sends the same. */
export async function sendWaiting(report: WaitingReport): Promise<Outcome> {
  const credentials = report.by === null ? 'omit' : 'same-origin';
  try {
    const ready = await uploadMissing(report, credentials);
    const input = { ...ready.input, ...sentPhotos(ready.photos), idempotencyKey: ready.key };
    const payload = await repeatWithProof(
      (proof) => ask({ ...input, ...(proof !== null && { proof }) }, credentials),
      (reportIssue) => challengeIn({ reportIssue }),
    );
    return await settle(ready, payload);
  } catch (error) {
    if (!(error instanceof UploadRefused)) throw error;
    if (passing.has(error.code)) return { is: 'cut' };
    await refuse(report, error.code);
    return { is: 'kept' };
  }
}

/** Codes that do not depend on the report and pass by waiting. */
const passing = new Set(['NETWORK', 'RATE_LIMITED', 'INTERNAL', 'UNAVAILABLE', 'PROOF_REQUIRED', 'PROOF_REFUSED']);

async function uploadMissing(report: WaitingReport, credentials: RequestCredentials): Promise<WaitingReport> {
  let ready = report;
  for (const [n, { blob, alt, uploaded }] of report.photos.entries()) {
    if (uploaded != null) continue;
    const sent = await uploadPhoto(report.ags, blob, alt, credentials);
    ready = { ...ready, photos: ready.photos.map((photo, at) => (at === n ? { ...photo, uploaded: sent } : photo)) };
    await put('outbox', ready.key, ready);
  }
  return ready;
}

async function ask(input: object, credentials: RequestCredentials): Promise<Payload> {
  const body = JSON.stringify({ query: print(ReportIssueDocument), variables: { input } });
  const headers = { 'content-type': 'application/json', 'apollo-require-preflight': 'true' };
  const answer: Answer = await fetch('/graphql', { method: 'POST', credentials, headers, body }).then(
    (response) => response.json(),
    () => {
      throw new UploadRefused('NETWORK');
    },
  );
  if (answer.data?.reportIssue) return answer.data.reportIssue;
  throw new UploadRefused(answer.errors?.[0]?.extensions?.code ?? 'INTERNAL');
}

interface Answer {
  readonly data?: { readonly reportIssue: Payload | null } | null;
  readonly errors?: readonly { readonly extensions?: { readonly code?: string } }[];
}

async function settle(report: WaitingReport, { issue, claimCode, userErrors }: Payload): Promise<Outcome> {
  const code = userErrors[0]?.code;
  // The report was taken before, but the answer and the draft were lost.
  if (code === 'IDEMPOTENCY_KEY_REUSED') return taken(report, null);
  if (code === 'UNKNOWN_PHOTO') {
    await put('outbox', report.key, {
      ...report,
      photos: report.photos.map((photo) => ({ ...photo, uploaded: null })),
    });
    return { is: 'cut' };
  }
  if (issue) return taken(report, { issue, claimCode, email: report.input.email ?? null });
  if (code !== undefined && passing.has(code)) return { is: 'cut' };
  await refuse(report, code ?? 'INTERNAL');
  return { is: 'kept' };
}

async function taken(report: WaitingReport, result: Taken | null): Promise<Outcome> {
  if (result?.claimCode) {
    const { issue, claimCode } = result;
    const { ags, about } = report;
    keepDeviceReport({ ags, about, reference: issue.reference, claimCode, sentAt: Date.now() });
  }
  await drop('outbox', report.key);
  return { is: 'taken', taken: result };
}

function refuse(report: WaitingReport, refused: string): Promise<void> {
  return put('outbox', report.key, { ...report, refused });
}
