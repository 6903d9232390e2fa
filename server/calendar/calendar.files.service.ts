import type { Tx } from '../kernel/events.ts';
import { filesIn } from '../media/media.files.service.ts';

/** Pictures and attachments of events. */
export const eventFiles = filesIn({ usedBy: 'Event', table: 'event_file', owner: 'event_id' });

/** Gives an event the files of another one, too. */
export async function shareFiles({ em }: Tx, fromId: string, toId: string): Promise<void> {
  await em.execute(
    `insert into event_file (id, event_id, kind, position)
     select id, ?, kind, position from event_file where event_id = ?`,
    [toId, fromId],
  );
}
