import { randomUUID } from 'node:crypto';
import { Issue } from '../issue/issue.entity.ts';
import { system } from '../kernel/actor.ts';
import type { Seed, SeededTown } from '../kernel/context.ts';
import type { Notice } from './moderation.entity.ts';
import type { NoticeText } from './moderation.rules.ts';
import { decideNotice, sendNotice } from './moderation.service.ts';

/** A notice about a report whose text begins with these words, if the town has such a report. */
interface SeededNotice extends NoticeText {
  readonly about: string;
  readonly hoursAgo: number;
}

const decided: SeededNotice = {
  about: 'Im Zaun vom Spielplatz ist ein Loch.',
  hoursAgo: 60,
  reason: 'MISLEADING',
  text: 'Das Loch ist längst zu. Die Meldung macht den Eltern nur Angst.',
};
const statement =
  'Die Meldung stimmte, als sie geschrieben wurde. Inzwischen ist der Zaun repariert, und so steht es auch bei der Meldung. Deshalb bleibt sie öffentlich.';
const waiting: SeededNotice = {
  about: 'Bitte stellen Sie am Rhein eine große Leinwand auf.',
  hoursAgo: 40,
  reason: 'MISLEADING',
  text: 'Das ist Werbung. Dieselben Worte stehen auf einem Flugblatt eines Verleihs für Leinwände.',
};

/** One notice that waits for a decision, and one that was decided. */
export const seedNotices: Seed = async (town) => {
  const notice = await seedNotice(town, decided);
  if (notice !== null) await decideNotice(town.at(town.admin, -50), notice.id, { verdict: 'KEPT', statement });
  await seedNotice(town, waiting);
};

async function seedNotice(town: SeededTown, { about, hoursAgo, ...notice }: SeededNotice): Promise<Notice | null> {
  const { em } = town.at(system, 0);
  const issue = await em.findOne(Issue, { municipality: town.id, isPublic: true, text: { $like: `${about}%` } });
  const sender = town.citizens.at(-1);
  if (issue === null || sender === undefined) return null;
  const words = { kind: 'ISSUE', objectId: issue.id } as const;
  return sendNotice(town.at(sender, -hoursAgo), { ...words, ...notice, idempotencyKey: randomUUID() });
}
