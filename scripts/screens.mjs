// `npm run screens`: photographs every screen (phone and desktop, light and dark, at 200 %) into a folder that is printed.
// `npm run screens -- poll vote`: only these albums of e2e/screens/albums.ts.
// `npm run screens -- docs`: photographs the screens of e2e/screens/documented.ts and replaces docs/screens by them.
import { spawnSync } from 'node:child_process';
import { globSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import sharp from 'sharp';

const names = process.argv.slice(2);
const isForDocs = names[0] === 'docs';
const folder = mkdtempSync(join(tmpdir(), 'ortsfunk-screens-'));
const env = { ...process.env, FULL: '1', PICTURES: isForDocs ? 'docs' : 'all' };
const chosen = isForDocs || names.length === 0 ? [] : ['--grep', `\\balbum (${names.join('|')})( |$)`];
const { status } = spawnSync('npx', ['playwright', 'test', '--output', folder, ...chosen], { stdio: 'inherit', env });
if (status !== 0) process.exit(1);
if (isForDocs) await keep('docs/screens');
else console.log(`pictures in ${folder}`);

/** Each project of Playwright has a folder of its own for the pictures of a scenario. */
async function keep(target) {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const pictures = globSync('screens-*/*.png', { cwd: folder });
  let bytes = 0;
  for (const path of pictures) {
    const name = basename(path, '.png');
    const { size } = await sharp(join(folder, path))
      .resize({ width: 1000, withoutEnlargement: true })
      .webp({ quality: name.startsWith('readme-') ? 80 : 60, effort: 6 })
      .toFile(join(target, `${name}.webp`));
    bytes += size;
  }
  console.log(`${pictures.length} pictures in ${target}, ${(bytes / 1e6).toFixed(1)} MB`);
}
