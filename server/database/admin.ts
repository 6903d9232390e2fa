import 'reflect-metadata';
import { parseArgs } from 'node:util';
import { findPlace } from './seed/places.ts';
import { furnishTown, openTown } from './town.ts';
import { system } from '../kernel/actor.ts';
import { ConfigError, readConfig } from '../kernel/config.ts';
import { type Context, forkContext } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { startServices } from '../services.ts';
import { ensurePerson, grantRole } from '../identity/identity.person.service.ts';
import { readEmail } from '../kernel/email.ts';

const usage = `npm run admin -- --email ADDRESS --ags KEY   makes an admin of a town (and the town, if needed)
npm run admin -- --email ADDRESS             makes an operator of this installation`;

class UsageError extends Error {}

try {
  const wanted = readArguments();
  const services = await startServices(readConfig());
  try {
    console.log(await appoint(forkContext(services, system), wanted));
  } finally {
    await services.close();
  }
} catch (error) {
  const isExpected = error instanceof UsageError || error instanceof ConfigError;
  console.error(isExpected ? error.message : error);
  process.exitCode = isExpected ? 2 : 1;
}

function readArguments() {
  try {
    const { values } = parseArgs({ options: { email: { type: 'string' }, ags: { type: 'string' } } });
    const email = readEmail(values.email ?? '');
    if (email === undefined) throw new Error(`--email must be an e-mail address`);
    const place = values.ags === undefined ? undefined : findPlace(values.ags);
    if (values.ags !== undefined && place === undefined) {
      throw new Error(`--ags ${values.ags} is not the key of a known municipality (8 digits, e.g. 07138073)`);
    }
    return { email, place };
  } catch (error) {
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  }
}

async function appoint(ctx: Context, { email, place }: ReturnType<typeof readArguments>): Promise<string> {
  return write(ctx, async (tx) => {
    const personId = await ensurePerson(tx, { email, locale: 'de' });
    if (place === undefined) {
      await grantRole(tx, { personId, role: 'OPERATOR', municipalityId: null, deskId: null });
      return `${email} is an operator of this installation and signs in at ${ctx.publicUrl()}`;
    }
    const town = await openTown(tx, place);
    await furnishTown(tx, town.id);
    await grantRole(tx, { personId, role: 'ADMIN', municipalityId: town.id, deskId: null });
    return `${email} is an admin of ${town.name} (${town.ags}) and signs in at ${ctx.publicUrl(town.ags)}/${town.ags}/sign-in`;
  });
}
