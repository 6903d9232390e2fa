import { record, type Tx } from '../kernel/events.ts';
import { CouncilTask, type Idea } from './idea.entity.ts';
import { ideaHidden } from './idea.events.ts';

/**
 * Hides a locked idea from everybody but its author and the staff, inside the given transaction and without
 * authorization; idempotent. A task for the council ends.
 */
export async function hideIdea(tx: Tx, idea: Idea): Promise<void> {
  if (idea.hiddenAt != null) return;
  idea.hiddenAt = tx.now();
  idea.version += 1;
  await tx.em.flush();
  await tx.em.nativeUpdate(CouncilTask, { idea: idea.id, doneAt: null }, { doneAt: tx.now() });
  await record(tx, ideaHidden({ ideaId: idea.id, municipalityId: idea.municipality.id }));
}
