import { randomUUID } from 'node:crypto';
import { Role, Session } from '../identity/identity.entity.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { requestReplyTo } from '../notification/address/notification.address.service.ts';
import { givenPerson, type Place, type Somebody } from './builders.ts';
import type { TestServer } from './server.ts';

/** Asks for an address for replies to a town's mails, unless one waits for its code. */
export async function ensureReplyToAsked(app: TestServer, { municipalityId }: Place): Promise<void> {
  const rows: object[] = await app.services.em.fork().execute(
    `select m.id from number_code n join message m on m.id = n.message_id
       where m.municipality_id = ? and m.kind = 'REPLY_TO_CODE'`,
    [municipalityId],
  );
  if (rows.length > 0) return;
  await requestReplyTo(forkContext(app.services, system), municipalityId, `rathaus-${randomUUID()}@unkel.example`);
}

/** Somebody who operates the installation. */
export async function givenOperator(app: TestServer, place: Place): Promise<Somebody> {
  const somebody = await givenPerson(app, place);
  const em = app.services.em.fork();
  const grant = { id: randomUUID(), person: somebody.personId, role: 'OPERATOR' as const };
  await em.persist(em.create(Role, grant, { partial: true })).flush();
  await em.nativeUpdate(Session, { person: somebody.personId }, { method: 'PASSKEY' });
  return somebody;
}
