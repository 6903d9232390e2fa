import { castVote, createPoll } from '../harness/polls.ts';
import { pollPath } from '../harness/pollPage.ts';
import type { Stage } from '../harness/stage.ts';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

const close = 'mutation($pollId: ID!) { closePoll(input: { pollId: $pollId }) { userErrors { code } } }';

const setOutcome = 'mutation($input: SetOutcomeInput!) { setOutcome(input: $input) { userErrors { code } } }';
const body = `Der Rat berät am **Donnerstag, 3. Dezember** darüber.\n\n- Das Bauamt rechnet bis dahin die Kosten aus.\n- Die Sitzung ist öffentlich.`;

/** The end of a poll: a reminder before, results that need confirmation, and the follow-up of the town hall. */
export async function outcomeShots(stage: Stage, path: string): Promise<readonly Shot[]> {
  const editor = await stage.staff('redaktion');
  const admin = await stage.staff('verwaltung');
  const people = await stage.people(6);
  const waiting = await createPoll(stage, 'Wie soll die neue Straße heißen?', 'AFTER_CONFIRMATION');
  for (const [i, person] of people.entries())
    await castVote(stage, waiting.id, waiting.options[i % 2]?.id ?? '', person);
  await stage.ask(close, { pollId: waiting.id }, editor);
  const page = pollPath(path, waiting.id);
  const ended = await createPoll(stage, 'Soll der Wochenmarkt auf den Samstag?');
  for (const [i, person] of people.entries()) await castVote(stage, ended.id, ended.options[i % 3]?.id ?? '', person);
  await stage.ask(close, { pollId: ended.id }, editor);
  const input = { pollId: ended.id, body, resolutionUrl: 'https://ratsinfo.example/beschluss/17' };
  await stage.ask(setOutcome, { input }, editor);
  const open = await createPoll(stage, 'Soll der Radweg breiter werden?');
  return [
    { name: 'poll-to-confirm', path: page, as: admin, shows: de.confirming.start },
    { name: 'poll-unconfirmed', path: page, shows: de.hidden.AFTER_CONFIRMATION },
    { name: 'poll-outcome', path: pollPath(path, ended.id), shows: de.outcome.resolution },
    { name: 'poll-outcome-editor', path: pollPath(path, ended.id), as: editor, shows: de.outcome.save },
    { name: 'poll-reminder', path: pollPath(path, open.id), as: editor, shows: de.reminder.plan },
  ];
}
