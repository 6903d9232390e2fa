import type { Page } from '@playwright/test';
import texts from '../../web/moderation/locales/de.json' with { type: 'json' };
import { decideNotice, publishIdea, sendNotice } from '../harness/notices.ts';
import type { Stage } from '../harness/stage.ts';
import type { Shot } from './shot.ts';

const { moderation, moderationDesk } = texts;

/** The dialog for a notice, the list of those who decide, and a decision as its author reads it. */
export async function noticeShots(stage: Stage, path: string): Promise<readonly Shot[]> {
  const editor = await stage.staff('redaktion');
  const [author, citizen, other] = await Promise.all(['dichter', 'leserin', 'leser'].map((name) => stage.person(name)));
  if (!author || !citizen || !other) return [];
  const shown = await publishIdea(
    stage,
    author,
    'Weniger Laub im Park',
    'Im Herbst liegt das Laub tagelang auf dem Weg.',
  );
  const hidden = await publishIdea(
    stage,
    author,
    'Der Platzwart muss weg',
    'Er ist der dümmste Mensch der ganzen Stadt.',
  );
  const notice = await sendNotice(stage, citizen, hidden, { reason: 'INSULT' });
  const statement = 'Die Idee beleidigt einen Menschen. Das verbietet § 185 Strafgesetzbuch.';
  const id = await decideNotice(stage, editor, notice, { verdict: 'HIDDEN', ground: 'LAW', statement });
  const second = await publishIdea(
    stage,
    author,
    'Ein Zaun für Haus Nummer 7',
    'Familie Berger lässt ihren Hund frei laufen.',
  );
  const text = 'Man erkennt sofort, wer gemeint ist. Der Hund ist immer an der Leine.';
  await sendNotice(stage, citizen, second, { reason: 'PERSONAL_DATA', text });
  await sendNotice(stage, other, second, { reason: 'MISLEADING' });
  const openDialog = (page: Page): Promise<void> => page.getByRole('button', { name: moderation.action }).click();
  const hide = (page: Page): Promise<void> =>
    page.getByText(moderationDesk.decide.HIDDEN, { exact: true }).first().click();
  const decided = (page: Page): Promise<void> => page.getByText(moderationDesk.list.DECIDED, { exact: true }).click();
  return [
    { name: 'notice-button', path: `${path}/ideas/${shown}`, as: citizen, shows: moderation.action },
    { name: 'notice-dialog', path: `${path}/ideas/${shown}`, as: citizen, shows: moderation.send, prepare: openDialog },
    {
      name: 'notice-dialog-signed-out',
      path: `${path}/ideas/${shown}`,
      shows: moderation.noAnswer,
      prepare: openDialog,
    },
    { name: 'notices', path: `${path}/notices`, as: editor, shows: moderationDesk.decision, prepare: hide },
    {
      name: 'notices-decided',
      path: `${path}/notices`,
      as: editor,
      shows: moderationDesk.verdict.HIDDEN,
      prepare: decided,
    },
    { name: 'decision', path: `${path}/decisions/${id}`, as: author, shows: moderation.because },
    { name: 'idea-hidden', path: `${path}/ideas/${hidden}`, as: author, shows: 'ausgeblendet' },
  ];
}
