import { randomUUID } from 'node:crypto';
import type { Person } from '../../faults/harness/people.ts';
import type { Stage } from '../harness/stage.ts';
import { de } from '../harness/texts.ts';
import type { Shot } from './shot.ts';

const submit =
  'mutation($input: SubmitIdeaInput!) { it: submitIdea(input: $input) { idea { id } userErrors { code } } }';
const support = 'mutation($input: SupportIdeaInput!) { it: supportIdea(input: $input) { userErrors { code } } }';
const move = 'mutation($input: MoveIdeaInput!) { it: moveIdea(input: $input) { userErrors { code } } }';
const threshold =
  'mutation($id: ID!) { setIdeaThreshold(input: { municipalityId: $id, supporters: 5 }) { userErrors { code } } }';

/** Ideas as their author, a supporter and the town hall see them. */
export async function ideaShots(stage: Stage, path: string): Promise<readonly Shot[]> {
  const admin = await stage.staff('verwaltung');
  const people = await stage.people(6);
  const author = await stage.person('author');
  const citizen = await stage.person('newcomer');
  const query = 'query($ags: String!) { municipality(ags: $ags) { id townGroup { id } } }';
  const { municipality } = await stage.ask(query, { ags: stage.town.ags });
  await stage.ask(threshold, { id: municipality.id }, admin);
  const write = async (title: string, text: string): Promise<string> => {
    const input = { groupId: municipality.townGroup.id, title, text, idempotencyKey: randomUUID() };
    return (await stage.ask(submit, { input }, author)).it.idea.id;
  };
  const step = (ideaId: string, version: number, to: string, more: object = {}) =>
    stage.ask(move, { input: { ideaId, version, to, ...more } }, admin);
  const give = async (ideaId: string, crowd: readonly Person[]): Promise<void> => {
    for (const who of crowd) await stage.ask(support, { input: { ideaId, isOn: true } }, who);
  };
  const fresh = await write(
    'Ein Regal zum Büchertauschen am Bahnhof',
    'Wer wartet, liest. Ein Schrank mit Dach genügt.',
  );
  const open = await write(
    'Mehr Bänke am Rheinufer',
    'Wer nicht gut läuft, kann zwischen Fähre und Freibad nirgends sitzen.',
  );
  await step(open, 1, 'OPEN');
  await give(open, people.slice(0, 3));
  const reached = await write('Trinkbrunnen auf dem Marktplatz', 'Im Sommer gibt es weit und breit kein Wasser.');
  await step(reached, 1, 'OPEN');
  await give(reached, people);
  const decided = await write('Licht am Radweg nach Erpel', 'Abends sieht man dort die Hand vor Augen nicht.');
  await step(decided, 1, 'OPEN');
  await give(decided, people.slice(0, 4));
  await step(decided, 2, 'ON_AGENDA', { agendaOn: '2026-12-03', agendaUrl: 'https://ratsinfo.example/sitzung/12' });
  const idea = (id: string): string => `${path}/ideas/${id}`;
  return [
    { name: 'ideas', path: `${path}/ideas`, shows: de.ideas.write },
    { name: 'ideas-admin', path: `${path}/ideas`, as: admin, shows: de.ideas.saveThreshold },
    { name: 'idea-new', path: `${path}/ideas/new`, as: citizen, shows: de.newIdea.send },
    { name: 'idea-new-signed-out', path: `${path}/ideas/new`, shows: de.newIdea.signIn },
    { name: 'idea-unread', path: idea(fresh), as: author, shows: de.idea.withdraw },
    { name: 'idea-open', path: idea(open), as: citizen, shows: de.idea.give },
    { name: 'idea-supported', path: idea(reached), as: people[0] ?? citizen, shows: de.idea.supported },
    { name: 'idea-agenda', path: idea(decided), shows: de.idea.papers },
    { name: 'idea-staff', path: idea(open), as: admin, shows: de.idea.saveStep },
  ];
}
