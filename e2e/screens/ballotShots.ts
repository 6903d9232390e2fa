import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { Page } from '@playwright/test';
import type { Data } from '../../faults/harness/http.ts';
import { pollPath } from '../harness/pollPage.ts';
import { createPoll } from '../harness/polls.ts';
import type { Stage } from '../harness/stage.ts';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

const pollsQuery = `query($ags: String!) { municipality(ags: $ags) { open: polls(state: OPEN, first: 50) { edges { node { id title } } }
  closed: polls(state: CLOSED, first: 50) { edges { node { id title } } } } }`;

/**
 * Polls of the seed with pictures, rankings, several questions and ballots, on a phone and on a wall; also the form.
 */
export async function ballotShots(stage: Stage, path: string): Promise<readonly Shot[]> {
  const { municipality } = await stage.ask(pollsQuery, { ags: stage.town.ags });
  const edges = [...municipality.open.edges, ...municipality.closed.edges];
  const at = (title: string): string => {
    const polls: readonly Data[] = edges.map(({ node }: Data) => node);
    const found = polls.findLast((node) => node.title.startsWith(title)); // the oldest; others may be copies
    assert.ok(found, `the seed has a poll "${title}"`);
    return pollPath(path, found.id);
  };
  const [pictures, ranking, survey, secret] = ['Vor der Stadthalle', 'Der Brunnen', 'Hof und Garten', 'Vogtsgasse'].map(
    at,
  );
  assert.ok(pictures && ranking && survey && secret);
  const editor = await stage.staff('redaktion');
  const citizen = await stage.staff('citizen');
  const newcomer = await stage.person('newcomer');
  const plain = await stage.person('plain-reader');
  const opensAt = new Date(Date.now() + 3 * 86_400_000).toISOString();
  const planned = await createPoll(stage, 'Wie soll der neue Steg heißen?', 'LIVE', {
    opensAt,
    idempotencyKey: randomUUID(),
  });
  const uncover = (times: number) => async (page: Page) => {
    await page.getByRole('button', { name: de.wall.reveal }).waitFor();
    for (let n = 0; n < times; n++) await page.keyboard.press('Space');
  };
  return [
    { name: 'poll-pictures', path: pictures, as: newcomer, shows: de.ballot.cast },
    { name: 'poll-rounds', path: ranking, shows: de.runOff.title },
    { name: 'poll-secret', path: secret, as: citizen, shows: de.booth.enter },
    { name: 'booth', path: `${secret}/booth`, as: citizen, shows: de.booth.throwIn },
    { name: 'wall-pictures', path: `${pictures}/wall`, as: editor, prepare: uncover(1), shows: de.wall.hide },
    { name: 'wall-rounds', path: `${ranking}/wall`, as: editor, prepare: uncover(2), shows: de.wall.nextRound },
    { name: 'wall-survey', path: `${survey}/wall`, as: editor, prepare: uncover(1), shows: de.wall.hide },
    {
      name: 'compose-copy',
      path: `${path}/polls/new?copy=${ranking.split('/').at(-1)}`,
      as: editor,
      shows: de.compose.frozen,
    },
    { name: 'compose-revise', path: `${pollPath(path, planned.id)}/edit`, as: editor, shows: de.compose.save },
    { name: 'poll-planned', path: pollPath(path, planned.id), as: editor, shows: de.compose.copy },
    { name: 'poll-plain', path: pictures, as: plain, prepare: choosePlain, shows: 'So steht es jetzt' },
  ];
}

/** Chooses Leichte Sprache as the profile stores it. */
async function choosePlain(page: Page): Promise<void> {
  await page.evaluate("localStorage.setItem('ortsfunk.locale', 'de-x-leicht')");
  await page.reload();
}
