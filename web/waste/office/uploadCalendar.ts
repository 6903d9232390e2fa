/** Thrown when the server refuses a calendar; errors.ts translates `code`. */
export class UploadRefused extends Error {
  constructor(readonly code: string) {
    super(code);
  }
}

/** Uploads a calendar, which changes no date yet; returns the global id of the import. */
export async function uploadCalendar(ags: string, file: File, districtId: string): Promise<string> {
  const query = new URLSearchParams({ file: file.name, ...(districtId !== '' && { district: districtId }) });
  const response = await fetch(`/waste/${ags}/imports?${query}`, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { 'apollo-require-preflight': 'true', 'content-type': 'application/octet-stream' },
    body: file,
  }).catch(() => null);
  if (response === null) throw new UploadRefused('NETWORK');
  const answer: unknown = await response.json().catch(() => null);
  const importId = valueAt(answer, 'importId');
  if (response.ok && typeof importId === 'string') return importId;
  const code = valueAt(valueAt(valueAt(valueAt(answer, 'errors'), '0'), 'extensions'), 'code');
  throw new UploadRefused(typeof code === 'string' ? code : 'INTERNAL');
}

function valueAt(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;
}
