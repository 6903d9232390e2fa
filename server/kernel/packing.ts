import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import type { Request, Response } from 'express';

const packWithBrotli = promisify(brotliCompress);
const packWithGzip = promisify(gzip);

/** Quality of brotli: a page is packed for each request, and higher qualities cost more time than they save. */
const quality = { [constants.BROTLI_PARAM_QUALITY]: 4, [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };

/** Sends text in the fewest bytes that the browser understands; compression runs outside the main thread. */
export async function sendPacked(request: Request, response: Response, text: string): Promise<void> {
  const encoding = request.acceptsEncodings(['br', 'gzip', 'identity']);
  response.vary('Accept-Encoding');
  if (encoding !== 'br' && encoding !== 'gzip') {
    response.send(text);
    return;
  }
  const bytes = Buffer.from(text);
  const packed = encoding === 'br' ? await packWithBrotli(bytes, { params: quality }) : await packWithGzip(bytes);
  response.set('Content-Encoding', encoding).send(packed);
}
