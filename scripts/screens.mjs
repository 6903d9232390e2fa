// `npm run screens`: takes pictures of every screen (phone and desktop, light and dark) and stores one of each screen
// in docs/screens; pictures of empty, refused and finished states stay in the folder of the run. `-- --from <folder>`
// uses the pictures of an earlier run: `FULL=1 npm run e2e -- screens.spec --output <folder>`.
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
// Each Playwright project has a folder of its own for the pictures of a scenario.
const pictures = globSync('screens-*/{*-light,*-dark,readme-*}.png', { cwd: from });
let bytes = 0;
const chosen = pictures.filter((path) => !otherStates.test(basename(path)));
for (const path of chosen) {
  const name = basename(path, '.png');
  const { size } = await sharp(join(from, path))
    .resize({ width: 1000, withoutEnlargement: true })
    .webp({ quality: name.startsWith('readme-') ? 80 : 50, effort: 6 })
    .toFile(join(kept, `${name}.webp`));
  bytes += size;
}
console.log(`${chosen.length} pictures in ${kept}, ${(bytes / 1e6).toFixed(1)} MB`);

function photograph() {
  const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-screens-'));
  const run = ['playwright', 'test', 'screens.spec', '--output', folder];
  const { status } = spawnSync('npx', run, { stdio: 'inherit', env: { ...process.env, FULL: '1' } });
  if (status !== 0) process.exit(1);
  return folder;
}
