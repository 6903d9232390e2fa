import { randomUUID } from 'node:crypto';
import { Role } from '../identity/identity.entity.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { requestReplyTo } from '../notification/address/notification.address.service.ts';
import { codeOf } from '../notification/sms/notification.number.rules.ts';
import { givenPerson, type Place, type Somebody } from './builders.ts';
import type { TestServer } from './server.ts';

/** Code of an address for replies to a town's mails that waits for it; one is asked for if there is none. */
export async function givenReplyToCode(app: TestServer, { municipalityId }: Place): Promise<string> {
  const known = await findCode(app, municipalityId);
  if (known !== undefined) return known;
  await requestReplyTo(forkContext(app.services, system), municipalityId, `rathaus-${randomUUID()}@unkel.example`);
  return (await findCode(app, municipalityId)) ?? '';
}

async function findCode(app: TestServer, municipalityId: string): Promise<string | undefined> {
  const rows: { id: string }[] = await app.services.em.fork().execute(
    `select n.message_id as id from number_code n join message m on m.id = n.message_id
     where m.municipality_id = ? and m.kind = 'REPLY_TO_CODE' order by m.id desc limit 1`,
    [municipalityId],
  );
  return rows[0] && codeOf(app.services.secret, rows[0].id);
}

/** Somebody who operates the installation. */
export async function givenOperator(app: TestServer, place: Place): Promise<Somebody> {
  const somebody = await givenPerson(app, place);
  const em = app.services.em.fork();
  const grant = { id: randomUUID(), person: somebody.personId, role: 'OPERATOR' as const };
  await em.persist(em.create(Role, grant, { partial: true })).flush();
  return somebody;
}
