// Writes compressed copies of each text file of a built folder: *.br for browsers, *.gz for other clients.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const ways = {
  // Two levels below the maximum: a tenth of the time for 2 % more bytes.
  br: (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }),
  gz: (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

export async function pack(folder) {
  const paths = globSync('**/*.{js,mjs,css,svg,json}', { cwd: folder }).map((path) => join(folder, path));
  const tasks = paths.flatMap((path) =>
    Object.entries(ways).map(async ([ending, compress]) => {
      writeFileSync(`${path}.${ending}`, await compress(readFileSync(path)));
    }),
  );
  await Promise.all(tasks);
}
