import { identify, type Identified } from './client.ts';
import type { Place } from './builders.ts';
import type { TestServer } from './server.ts';

/** Smallest file that programs open as a PDF, with this text on its page; padded to `size` bytes. */
export function makePdf(text = 'Dorffest', size = 0): Buffer {
  const content = `BT /F1 24 Tf 72 720 Td (${text}) Tj ET`;
  const objects = [
    '<</Type/Catalog/Pages 2 0 R>>',
    '<</Type/Pages/Kids[3 0 R]/Count 1>>',
    '<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>',
    `<</Length ${content.length}>>stream\n${content}\nendstream`,
    '<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>',
  ];
  let file = '%PDF-1.4\n';
  const offsets = objects.map((body, i) => {
    const at = file.length;
    file += `${i + 1} 0 obj${body}endobj\n`;
    return at;
  });
  file += `%${' '.repeat(Math.max(0, size - file.length - 250))}\n`;
  const table = file.length;
  const rows = offsets.map((at) => `${String(at).padStart(10, '0')} 00000 n \n`).join('');
  file += `xref\n0 6\n0000000000 65535 f \n${rows}trailer<</Size 6/Root 1 0 R>>\nstartxref\n${table}\n%%EOF\n`;
  return Buffer.from(file, 'latin1');
}

/** Status, code and id of the answer to an upload; `id` is empty if it was refused. */
export interface SentAttachment {
  readonly status: number;
  readonly code?: string;
  readonly id: string;
}

/** Uploads the bytes as an attachment, as a page of the web app does. */
export async function sendAttachment(
  app: TestServer,
  { ags }: Place,
  who: Identified,
  bytes: Uint8Array,
): Promise<SentAttachment> {
  const response = await fetch(`http://127.0.0.1:${app.port}/upload/${ags}/attachment`, {
    method: 'POST',
    body: new Blob([Buffer.from(bytes)]),
    headers: { 'content-type': 'application/pdf', 'apollo-require-preflight': 'true', ...identify(who) },
  });
  const answer = (await response.json()) as {
    attachment?: { id: string };
    errors?: { extensions: { code: string } }[];
  };
  const code = answer.errors?.[0]?.extensions.code;
  return { status: response.status, id: answer.attachment?.id ?? '', ...(code !== undefined && { code }) };
}

/** Uploads an attachment that nothing uses yet; returns its global id. */
export async function givenAttachment(app: TestServer, place: Place, who: Identified): Promise<string> {
  const { id, code } = await sendAttachment(app, place, who, makePdf());
  if (code !== undefined) throw new Error(code);
  return id;
}
