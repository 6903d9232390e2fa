import assert from 'node:assert/strict';
import { noteFigures } from '../harness/figures.ts';
import { test } from '../harness/test.ts';
import { albums } from './albums.ts';
import { isDocumented } from './documented.ts';
import { looks } from './looks.ts';
import { takeShowcase } from './showcase.ts';
import { prepareShots, takeAll } from './taking.ts';

/** `npm run screens -- docs`: only the pictures of docs/screens. */
const isForDocs = process.env.PICTURES === 'docs';

test.setTimeout(900_000);

test('the pictures of the README', { tag: '@phone' }, ({ stage }) => takeShowcase(stage));

// Each page has its picture, on phone and desktop, light and dark, small and at 200 %, and axe finds no barrier on any.
for (const album of albums) {
  test(`album ${album.name}`, { tag: ['@phone', '@desktop'] }, async ({ stage, device }) => {
    const shots = await prepareShots(stage, album);
    const complaints: string[] = [];
    let pictures = 0;
    for (const look of looks.filter((one) => one.device === device)) {
      const wanted = isForDocs ? shots.filter(({ name }) => isDocumented(name, look)) : shots;
      complaints.push(...(await takeAll(stage, wanted, look)));
      pictures += wanted.length;
    }
    assert.deepEqual(complaints, [], 'barriers');
    noteFigures({ pictures, 'axe violations': 0 });
  });
}
