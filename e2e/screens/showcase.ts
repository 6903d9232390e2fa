import { join } from 'node:path';
import type { Person } from '../../faults/harness/people.ts';
import { becomesTrue } from '../../faults/harness/waiting.ts';
import { isLive } from '../harness/feedPage.ts';
import { openBoard } from '../harness/issues.ts';
import { patience } from '../harness/patience.ts';
import { voteOnPage } from '../harness/pollPage.ts';
import { castVote, createPoll } from '../harness/polls.ts';
import { joinGroup, openGroups } from '../harness/posts.ts';
import type { Stage } from '../harness/stage.ts';
import { de } from '../harness/texts.ts';

const title = 'Rheinpromenade: Was kommt zuerst?';

/**
 * The pictures of the README, at the size of a window. They are copied to docs/screens/ from a run of this scenario
 * alone.
 */
export async function takeShowcase(stage: Stage): Promise<void> {
  const question = await createPoll(stage, 'Soll die Bücherei samstags öffnen?');
  for (const [i, person] of (await stage.people(8)).entries()) {
    await castVote(stage, question.id, question.options[i % 5 === 3 ? 1 : i % 5 === 4 ? 2 : 0]?.id ?? '', person);
  }
  const home = await stage.open(stage.town.path, { as: await reader(stage) });
  await home.getByRole('article').first().waitFor();
  await isLive(home);
  await home.screenshot({ path: join(stage.out, 'readme-home-phone.png'), animations: 'disabled' });

  const poll = await stage.open(`${stage.town.path}/polls`, { as: await stage.person('showcase') });
  await poll.getByRole('link', { name: title, exact: true }).click();
  await voteOnPage(poll, 'Bessere Beleuchtung am Abend');
  await poll.getByText(de.vote.counted).waitFor();
  await poll.getByText(de.results.own, { exact: true }).waitFor();
  await poll.locator('[data-live="live"]').waitFor();
  await poll.screenshot({ path: join(stage.out, 'readme-poll-phone.png'), animations: 'disabled' });

  const board = await openBoard(stage, await stage.staff('bauhof'));
  const drawn = `[...document.images].every(({ complete, naturalWidth, y }) =>
    y > innerHeight || (complete && naturalWidth > 0))`;
  await becomesTrue(() => board.evaluate(drawn), patience);
  await board.screenshot({ path: join(stage.out, 'readme-board-desktop.png'), animations: 'disabled' });
}

/** A person who follows groups. */
async function reader(stage: Stage): Promise<Person> {
  const person = await stage.person('showcase-reader');
  for (const { id } of (await openGroups(stage)).open.slice(0, 3)) await joinGroup(stage, id, person);
  return person;
}
