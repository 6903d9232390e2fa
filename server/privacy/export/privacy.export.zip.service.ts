import { PassThrough, Readable } from 'node:stream';
import { ZipFile } from 'yazl';
import type { Context } from '../../kernel/context.ts';
import { findFile } from '../../media/media.service.ts';
import { pageEnd, type PageFrame, pageHead, pagePhotos, pageRow, pageSection } from './privacy.export.page.rules.ts';
import { type ExportEntity, type ExportSubject, findPhotos, readExport } from './privacy.export.read.service.ts';

/** The smallest number of characters that are passed on at once, so that rows do not travel one by one. */
const chunkLength = 16_384;

/**
 * ZIP with a page for people, the same as JSON for programs, and the photos. Rows and files are read while the ZIP is
 * sent, so that it is never in memory as a whole. A photo whose file is missing is an empty file.
 */
export async function packExport(
  ctx: Context,
  subject: ExportSubject,
  frame: PageFrame,
): Promise<NodeJS.ReadableStream> {
  const entities = await readExport(ctx, subject, frame.texts.columns);
  const photos = (await findPhotos(ctx, subject)).map((photo) => ({
    photo,
    file: `photos/${photo.id}.webp`,
    alt: photo.alt ?? '',
  }));
  const zip = new ZipFile();
  const output = new PassThrough();
  zip.on('error', (error) => output.destroy(error));
  zip.outputStream.pipe(output);
  const mtime = frame.at;
  const add = (name: string, texts: () => AsyncGenerator<string>): void => {
    zip.addReadStreamLazy(name, { mtime }, (done) => {
      done(null, Readable.from(inChunks(texts()), { objectMode: false }));
    });
  };
  add('index.html', () => writePage(frame, entities, photos));
  add('data.json', () => writeJson(frame, entities));
  for (const { photo, file } of photos) {
    zip.addReadStreamLazy(file, { mtime, compress: false }, (done) => {
      findFile(ctx, photo, 'large').then(
        (bytes) => done(null, Readable.from(bytes === undefined ? [] : [bytes], { objectMode: false })),
        (error: unknown) => done(error, Readable.from([])),
      );
    });
  }
  zip.end();
  return output;
}

type PagePhotos = Parameters<typeof pagePhotos>[1];

async function* writePage(
  frame: PageFrame,
  entities: readonly ExportEntity[],
  photos: PagePhotos,
): AsyncGenerator<string> {
  yield pageHead(frame);
  for (const { entity, rows } of entities) {
    let isFirst = true;
    for await (const row of rows()) {
      if (isFirst) yield pageSection(frame, entity);
      isFirst = false;
      yield pageRow(frame, row);
    }
  }
  yield pagePhotos(frame, photos);
  yield pageEnd;
}

async function* writeJson({ town, at }: PageFrame, entities: readonly ExportEntity[]): AsyncGenerator<string> {
  yield `{"town":${JSON.stringify(town)},"at":${JSON.stringify(at)},"data":{`;
  let before = '';
  for (const { entity, because, rows } of entities) {
    let isFirst = true;
    for await (const row of rows()) {
      yield isFirst ? `${before}\n${JSON.stringify(entity)}:{"atErasure":${JSON.stringify(because)},"rows":[\n` : ',\n';
      isFirst = false;
      yield JSON.stringify(row);
    }
    if (isFirst) continue;
    before = ',';
    yield ']}';
  }
  yield '}}\n';
}

/** Joins short texts to longer ones. */
async function* inChunks(texts: AsyncGenerator<string>): AsyncGenerator<string> {
  let chunk = '';
  for await (const text of texts) {
    chunk += text;
    if (chunk.length < chunkLength) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}
