import 'reflect-metadata';
import { Person } from '../../server/identity/identity.entity.ts';
import { findRoles, revokeRole } from '../../server/identity/identity.person.service.ts';
import { system } from '../../server/kernel/actor.ts';
import { readConfig } from '../../server/kernel/config.ts';
import { forkContext } from '../../server/kernel/context.ts';
import { startServices } from '../../server/services.ts';

/** `tsx revoke.ts <e-mail>`: takes back every role of somebody, through the service, in a process of its own. */
const [, , email = ''] = process.argv;

const services = await startServices(readConfig());
const ctx = forkContext(services, system);
const person = await ctx.em.findOneOrFail(Person, { email });
for (const grant of await findRoles(ctx, person.id)) {
  await revokeRole(forkContext(services, system), { ...grant, personId: person.id });
}
await services.close();
