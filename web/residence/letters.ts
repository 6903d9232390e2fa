/** Effects of a list, as the server counts them. */
export interface ListPreview {
  readonly letters: number;
  readonly replaced: number;
  readonly proven: number;
  readonly faultCount: number;
  readonly faults: readonly RowFault[];
}
export interface RowFault {
  readonly row: number;
  readonly code: string;
  readonly column: string | null;
}

/** Thrown when the server refuses the work; errors.ts translates `code`. */
export class LettersRefused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

export async function previewList(ags: string, list: Blob): Promise<ListPreview> {
  const response = await send(`${ags}/letters/preview`, list, { 'content-type': 'text/csv' });
  const answer: unknown = await response.json();
  if (isPreviewed(answer)) return answer.preview;
  throw new LettersRefused('INTERNAL');
}

/** Prints all letters; returns the PDF, which is created only once. */
export async function printList(ags: string, list: Blob, key: string): Promise<Blob> {
  const headers = { 'content-type': 'text/csv', 'idempotency-key': key };
  return (await send(`${ags}/letters`, list, headers)).blob();
}

export async function printRequested(ags: string, requestIds: readonly string[], key: string): Promise<Blob> {
  const headers = { 'content-type': 'application/json', 'idempotency-key': key };
  return (await send(`${ags}/letters/requested`, JSON.stringify({ requestIds }), headers)).blob();
}

/** Saves the PDF to the browser's downloads. */
export function save(pdf: Blob, name: string): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(pdf);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}

async function send(path: string, body: Blob | string, headers: Record<string, string>): Promise<Response> {
  const own = { 'apollo-require-preflight': 'true', ...headers };
  const options = { method: 'POST', credentials: 'same-origin', headers: own, body } as const;
  const response = await fetch(`/residence/${path}`, options).catch(() => null);
  if (response === null) throw new LettersRefused('NETWORK');
  if (response.ok) return response;
  throw new LettersRefused(codeIn(await response.json().catch(() => null)) ?? 'INTERNAL');
}

function isPreviewed(answer: unknown): answer is { preview: ListPreview } {
  return isObject(answer) && isObject(answer.preview) && typeof answer.preview.letters === 'number';
}

function codeIn(answer: unknown): string | null {
  const error: unknown = isObject(answer) && Array.isArray(answer.errors) ? answer.errors[0] : null;
  const code = isObject(error) && isObject(error.extensions) ? error.extensions.code : null;
  return typeof code === 'string' ? code : null;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
