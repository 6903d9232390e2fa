import assert from 'node:assert/strict';
import { pollPath } from '../harness/pollPage.ts';
import { castVote, createPoll } from '../harness/polls.ts';
import { de } from '../harness/texts.ts';
import type { Setting } from './album.ts';
import type { Shot } from './shot.ts';

const close = 'mutation($pollId: ID!) { closePoll(input: { pollId: $pollId }) { poll { state } } }';

/** A poll before and after the own vote, at its end, with hidden results and on a wall; and the form of a new one. */
export async function pollShots({ stage, path, admin }: Setting): Promise<readonly Shot[]> {
  const people = await stage.people(6);
  const newcomer = await stage.person('newcomer');
  const editor = await stage.staff('redaktion');
  const poll = await createPoll(stage, 'Soll der Brunnen im Winter leuchten?');
  const closed = await createPoll(stage, 'Soll die Bank am Bahnhof ein Dach bekommen?');
  const unseen = await createPoll(stage, 'Wann soll das Museum öffnen?', 'AFTER_CLOSE');
  for (const [i, person] of people.entries()) {
    for (const { id, options } of [poll, closed, unseen]) await castVote(stage, id, options[i % 3]?.id ?? '', person);
  }
  await stage.ask(close, { pollId: closed.id }, editor);
  const [open, ended, secret] = [poll, closed, unseen].map(({ id }) => pollPath(path, id));
  assert.ok(open && ended && secret);
  return [
    { name: 'poll-signed-out', path: open, shows: de.vote.toSignIn },
    { name: 'poll-before-vote', path: open, as: newcomer, shows: de.ballot.cast },
    { name: 'poll-after-vote', path: open, as: people[0] ?? newcomer, shows: de.vote.counted },
    { name: 'poll-closed', path: ended, shows: de.results.final },
    { name: 'poll-hidden', path: secret, as: newcomer, shows: de.results.turnoutTitle },
    { name: 'poll-wall', path: `${open}/wall`, as: editor, shows: de.wall.join },
    { name: 'poll-editor', path: open, as: editor, shows: de.closer.start },
    { name: 'composer', path: `${path}/polls/new`, as: admin, shows: de.compose.frozen },
  ];
}
