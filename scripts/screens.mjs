// `npm run screens`: photographs every screen (phone and desktop, light and dark) and keeps the pictures in docs/screens,
// one of each screen; what a screen looks like when it is empty, refused or done stays in the folder of the run.
// `-- --from <folder>` keeps those of an earlier run of `npm run e2e -- --only screens --out <folder>`.
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { parseArgs } from 'node:util';
import sharp from 'sharp';

const kept = 'docs/screens';
const otherStates =
  /-(again|chosen|claim|confirm|done|empty|errors|followed|forbidden|forged|hidden|link|made|new|plain|reason|refused|revoked?|signed-out|coast)-(phone|desktop)/;
const { values } = parseArgs({ options: { from: { type: 'string' } } });
const from = values.from ?? photograph();

rmSync(kept, { recursive: true, force: true });
mkdirSync(kept, { recursive: true });
const pictures = globSync('*-{light,dark}.png', { cwd: from }).concat(globSync('readme-*.png', { cwd: from }));
let bytes = 0;
const chosen = pictures.filter((name) => !name.startsWith('failed-') && !otherStates.test(name));
for (const name of chosen) {
  const { size } = await sharp(join(from, name))
    .resize({ width: 1000, withoutEnlargement: true })
    .webp({ quality: name.startsWith('readme-') ? 80 : 50, effort: 6 })
    .toFile(join(kept, `${basename(name, '.png')}.webp`));
  bytes += size;
}
console.log(`${chosen.length} pictures in ${kept}, ${(bytes / 1e6).toFixed(1)} MB`);

function photograph() {
  const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-screens-'));
  const run = ['tsx', 'e2e/run.ts', '--only', 'screens', '--out', folder];
  const { status } = spawnSync('npx', run, { stdio: 'inherit' });
  if (status !== 0) process.exit(1);
  return folder;
}
