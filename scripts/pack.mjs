// Writes each text file of a built folder once more in fewer bytes: *.br for browsers, *.gz for everybody else.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const ways = {
  // Two levels below the best: a tenth of the time, 2 % more bytes.
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
