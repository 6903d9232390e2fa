import { randomUUID } from 'node:crypto';
import { Membership } from '../../group/group.entity.ts';
import { createGroup } from '../../group/group.making.service.ts';
import type { Seed } from '../../kernel/context.ts';
import { createPost } from '../post.service.ts';

const concert = {
  title: 'Wir suchen Stimmen für das Adventskonzert',
  body: 'Wir proben ab sofort jeden **Dienstag um 19 Uhr** im Pfarrsaal. Noten liegen bereit, Vorkenntnisse sind nicht nötig.',
  variants: [
    {
      locale: 'en',
      title: 'We are looking for singers for the Advent concert',
      body: 'From now on we rehearse every **Tuesday at 7 pm** in the parish hall. Sheet music is there, no experience is needed.',
    },
    {
      locale: 'de-x-leicht',
      title: 'Möchten Sie mit uns singen?',
      body: 'Wir singen im Advent. Wir üben jeden **Dienstag um 19 Uhr**. Wir üben im Pfarrsaal. Sie brauchen nichts mitzubringen.',
    },
  ],
};

/** A choir whose posts are reviewed, with one post that waits for an editor. */
export const seedReview: Seed = async (town) => {
  const author = town.citizens.at(-2);
  if (author === undefined) return;
  const group = await createGroup(town.at(town.admin, -24 * 9), {
    municipalityId: town.id,
    name: 'Gemischter Chor',
    purpose: 'Proben und Konzerte. Was wir schreiben, prüft vorher das Rathaus.',
    picture: 'MUSIC',
    joinPolicy: 'ON_REQUEST',
    publishPolicy: 'EDITORS',
    needsReview: true,
    idempotencyKey: randomUUID(),
  });
  const { em } = town.at(town.admin, -24 * 8);
  const since = town.at(town.admin, -24 * 8).now();
  await em.persist(em.create(Membership, { group: group.id, person: author.id, since, isPublisher: true })).flush();
  await createPost(town.at(author, -5), {
    ...concert,
    groupIds: [group.id],
    isDraft: false,
    idempotencyKey: randomUUID(),
  });
};
