import { randomUUID } from 'node:crypto';
import { Role } from '../identity/identity.entity.ts';
import { system } from '../kernel/actor.ts';
import { forkContext } from '../kernel/context.ts';
import { requestReplyTo } from '../notification/address/notification.address.service.ts';
import { codeOf } from '../notification/sms/notification.number.rules.ts';
import { givenPerson, type Place, type Somebody } from './builders.ts';
import type { TestServer } from './server.ts';

/** Asks for an address for replies to a town's mails; returns the address and its code. */
export async function askedReplyTo(
  app: TestServer,
  { municipalityId }: Place,
): Promise<{ readonly address: string; readonly code: string }> {
  const address = `rathaus-${randomUUID()}@unkel.example`;
  const ctx = forkContext(app.services, system);
  await requestReplyTo(ctx, municipalityId, address);
  const rows: { id: string }[] = await ctx.em.execute(
    `select n.message_id as id from number_code n join message m on m.id = n.message_id
     where m.municipality_id = ? and m.kind = 'REPLY_TO_CODE' order by m.id desc limit 1`,
    [municipalityId],
  );
  return { address, code: codeOf(app.services.secret, rows[0]?.id ?? '') };
}

/** Somebody who operates the installation. */
export async function givenOperator(app: TestServer, place: Place): Promise<Somebody> {
  const somebody = await givenPerson(app, place);
  const em = app.services.em.fork();
  const grant = { id: randomUUID(), person: somebody.personId, role: 'OPERATOR' as const };
  await em.persist(em.create(Role, grant, { partial: true })).flush();
  return somebody;
}
