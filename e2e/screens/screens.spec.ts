import assert from 'node:assert/strict';
import { readHistory } from '../../faults/harness/history.ts';
import { noteFigures } from '../harness/figures.ts';
import { test } from '../harness/test.ts';
import { albums } from './albums.ts';
import { chooseAlbums } from './choice.ts';
import { isDocumented } from './documented.ts';
import { looks } from './looks.ts';
import { takeShowcase } from './showcase.ts';
import { prepareShots, takeAll } from './taking.ts';

/** `npm run screens -- docs`: only the pictures of docs/screens. */
const isForDocs = process.env.PICTURES === 'docs';

test.setTimeout(1_800_000);

test(
  'each page has its picture, phone and desktop, light and dark, small and at 200 %, and axe finds no barrier on any',
  { tag: ['@phone', '@desktop'] },
  async ({ stage, device }) => {
    if (!stage.isShort && device === 'phone') await takeShowcase(stage);
    const history = stage.isShort ? readHistory() : 'FULL is set';
    const choice = chooseAlbums(albums, history);
    const shown = (stage.isShort ? looks.slice(0, 2) : looks).filter((look) => look.device === device);
    const shots = await prepareShots(stage, choice.albums);
    const complaints: string[] = [];
    for (const look of shown) {
      const wanted = isForDocs ? shots.filter(({ name }) => isDocumented(name, look)) : shots;
      complaints.push(...(await takeAll(stage, wanted, look)));
    }
    assert.deepEqual(complaints, [], 'barriers');
    noteFigures({
      chosen: choice.reason,
      pictures: shots.length * shown.length,
      'axe violations': 0,
      folder: stage.out,
    });
  },
);
