import { castVote, createPoll } from '../harness/polls.ts';
import { pollPath } from '../harness/pollPage.ts';
import type { Stage } from '../harness/stage.ts';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

const close = 'mutation($pollId: ID!) { closePoll(pollId: $pollId) { userErrors { code } } }';

/** What comes after a poll: its result is confirmed. */
export async function outcomeShots(stage: Stage, path: string): Promise<readonly Shot[]> {
  const [editor, admin] = [await stage.staff('redaktion'), await stage.staff('verwaltung')];
  const people = await stage.people(6);
  const waiting = await createPoll(stage, 'Wie soll die neue Straße heißen?', 'AFTER_CONFIRMATION');
  for (const [i, person] of people.entries())
    await castVote(stage, waiting.id, waiting.options[i % 2]?.id ?? '', person);
  await stage.ask(close, { pollId: waiting.id }, editor);
  const page = pollPath(path, waiting.id);
  return [
    { name: 'poll-to-confirm', path: page, as: admin, shows: de.confirming.start },
    { name: 'poll-unconfirmed', path: page, shows: de.hidden.AFTER_CONFIRMATION },
  ];
}
