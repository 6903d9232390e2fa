// Converts the demo's photos: server/database/seed/pictures/*.svg → pictures.json, which is part of the bundle. Run it
// by hand after a change of a drawing: `node scripts/draw-pictures.mjs`. All drawings are our own work, under the
// project's licence.
import { globSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import sharp from 'sharp';

const folder = join(import.meta.dirname, '../server/database/seed/pictures');
const shared = /<defs>[\s\S]*<\/defs>/.exec(readFileSync(join(folder, 'defs.svg'), 'utf8'))[0];

const pictures = {};
for (const file of globSync('*.svg', { cwd: folder }).sort()) {
  if (file === 'defs.svg') continue;
  const drawing = readFileSync(join(folder, file), 'utf8').replace(/(<svg[^>]*>)/, `$1${shared}`);
  const bytes = await sharp(Buffer.from(drawing)).resize(880, 660).webp({ quality: 55, effort: 6 }).toBuffer();
  pictures[basename(file, '.svg')] = bytes.toString('base64');
  console.log(file, `${(bytes.length / 1000).toFixed(1)} kB`);
  if (process.argv[2])
    await sharp(bytes)
      .png()
      .toFile(join(process.argv[2], `${file}.png`));
}
writeFileSync(join(folder, 'pictures.json'), `${JSON.stringify(pictures, null, 2)}\n`);
