import { randomUUID } from 'node:crypto';
import { Group, Membership } from '../group/group.entity.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { record, write } from '../kernel/events.ts';
import { noteHostPauses } from '../notification/sending/notification.hostPause.service.ts';
import { Post } from '../post/post.entity.ts';
import { postPublished } from '../post/post.events.ts';
import type { Place, Somebody } from './builders.ts';
import type { TestServer } from './server.ts';

/** Adds a group of the town with these members; returns its UUID. */
export async function givenGroupOf(app: TestServer, place: Place, people: readonly Somebody[], more: object = {}) {
  const em = app.services.em.fork();
  const id = randomUUID();
  const row = { id, municipality: place.municipalityId, name: `Kita ${id}`, joinPolicy: 'CLOSED' as const, ...more };
  em.persist(em.create(Group, row, { partial: true }));
  for (const { personId } of people)
    em.persist(em.create(Membership, { group: id, person: personId }, { partial: true }));
  await em.flush();
  return id;
}

/** Publishes a post in the way its event records it; returns the post's UUID. */
export function givenNews(
  app: TestServer,
  place: Place,
  groupIds: readonly string[],
  title = 'Neuer Zaun',
): Promise<string> {
  const id = randomUUID();
  const now = new Date();
  return write(forkContext(app.services, system), async (tx) => {
    const post = tx.em.create(
      Post,
      {
        id,
        municipality: place.municipalityId,
        title,
        body: 'Wir bauen.',
        html: '<p>Wir <strong>bauen</strong> &amp; feiern.</p>',
        excerpt: 'Wir bauen & feiern.',
        groups: [...groupIds],
        state: 'PUBLISHED' as const,
        publishedAt: now,
        createdAt: now,
        updatedAt: now,
      },
      { partial: true },
    );
    await tx.em.persist(post).flush();
    await record(tx, postPublished({ postId: id, municipalityId: place.municipalityId, groupIds }));
    return id;
  });
}

/** Ends the pauses of all hosts, in the database and in the memory of this process. */
export async function endPauses({ services }: TestServer): Promise<void> {
  const em = services.em.fork();
  await em.execute('delete from host_pause');
  noteHostPauses({ em }, null);
}

export interface DeliveryRow {
  readonly recipientId: string;
  readonly channel: string;
  readonly groupId: string | null;
  readonly state: string;
  readonly attempts: number;
  readonly failure: string | null;
}

/** Deliveries of all messages about a subject, or of those of one kind. */
export function deliveriesOf(app: TestServer, subjectId: string, kind = '%'): Promise<DeliveryRow[]> {
  return app.services.em.fork().execute(
    `select d.recipient_id as "recipientId", channel, group_id as "groupId", state, attempts, failure
     from delivery d join message m on m.id = d.message_id where m.subject_id = ? and m.kind like ?
     order by channel, recipient_id`,
    [subjectId, kind],
  );
}

/** Whether the messages about this subject have been fanned out and none of their deliveries waits. */
export async function isSettled(app: TestServer, subjectId: string): Promise<boolean> {
  const waiting: { n: number }[] = await app.services.em.fork().execute(
    `select (select count(*) from jobs.job j join message m on m.id::text = j.data->>'messageId'
         where m.subject_id = ? and j.state < 'completed')::int
       + (select count(*) from delivery d join message m on m.id = d.message_id
         where m.subject_id = ? and d.state in ('PENDING', 'HELD', 'SENDING'))::int as n`,
    [subjectId, subjectId],
  );
  return waiting[0]?.n === 0;
}
