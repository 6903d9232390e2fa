import { join } from 'node:path';
import { openBoard } from '../harness/issues.ts';
import { voteOnPage } from '../harness/pollPage.ts';
import type { Stage } from '../harness/stage.ts';
import { de } from '../harness/texts.ts';

const title = 'Rheinpromenade: Was kommt zuerst?';

/** The pictures of the README, as small as a window: copied to docs/screens/ from a run of this scenario alone. */
export async function takeShowcase(stage: Stage): Promise<void> {
  const home = await stage.open(stage.town.path);
  await home.getByRole('article').first().waitFor();
  await home.locator('[data-live="live"]').first().waitFor();
  await home.screenshot({ path: join(stage.out, 'readme-home-phone.png'), animations: 'disabled' });

  const poll = await stage.open(`${stage.town.path}/polls`, { as: await stage.person('showcase') });
  await poll.getByRole('link', { name: title, exact: true }).click();
  await voteOnPage(poll, 'Bessere Beleuchtung am Abend');
  await poll.getByText(de.vote.counted).waitFor();
  await poll.getByText(de.results.own, { exact: true }).waitFor();
  await poll.locator('[data-live="live"]').waitFor();
  await poll.screenshot({ path: join(stage.out, 'readme-poll-phone.png'), animations: 'disabled' });

  const board = await openBoard(stage, await stage.staff('bauhof'));
  await board.screenshot({ path: join(stage.out, 'readme-board-desktop.png'), animations: 'disabled' });
}
