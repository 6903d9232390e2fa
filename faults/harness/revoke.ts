import 'reflect-metadata';
import { join } from 'node:path';

/** `tsx revoke.ts <folder of the product> <e-mail>`: takes back every role of somebody, as the town hall would. */
const [folder = '', email = ''] = process.argv.slice(2);
const server = join(folder, 'server');

const { readConfig } = (await load('kernel/config.ts')) as typeof import('../../server/kernel/config.ts');
const { startServices } = (await load('services.ts')) as typeof import('../../server/services.ts');
const { forkContext } = (await load('kernel/context.ts')) as typeof import('../../server/kernel/context.ts');
const { system } = (await load('kernel/actor.ts')) as typeof import('../../server/kernel/actor.ts');
const people = (await load(
  'identity/identity.person.service.ts',
)) as typeof import('../../server/identity/identity.person.service.ts');
const { Person } = (await load(
  'identity/identity.entity.ts',
)) as typeof import('../../server/identity/identity.entity.ts');

const services = await startServices(readConfig());
const ctx = forkContext(services, system);
const person = await ctx.em.findOneOrFail(Person, { email });
for (const grant of await people.findRoles(ctx, person.id)) {
  await people.revokeRole(forkContext(services, system), { ...grant, personId: person.id });
}
await services.close();

function load(path: string): Promise<unknown> {
  return import(join(server, path));
}
