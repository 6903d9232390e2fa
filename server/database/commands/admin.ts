import { parseArgs } from 'node:util';
import { ensurePerson, grantRole } from '../../identity/identity.person.service.ts';
import { system } from '../../kernel/actor.ts';
import { type Context, forkContext } from '../../kernel/context.ts';
import { readEmail } from '../../kernel/email.ts';
import { write } from '../../kernel/events.ts';
import { startServices } from '../../services.ts';
import { defineCommand, UsageError } from '../command.ts';
import { findPlace, type Place } from '../seed/places.ts';
import { furnishTown, openTown } from '../town.ts';

const usage = `npm run admin -- --email ADDRESS --ags KEY   makes an admin of a town (and the town, if needed)
npm run admin -- --email ADDRESS             makes an operator of this installation`;

/** Makes an admin of a town, or an operator of the installation. */
export const run = defineCommand(usage, async (argv, { readConfig }) => {
  const wanted = readArguments(argv);
  const services = await startServices(readConfig());
  try {
    return await appoint(forkContext(services, system), wanted);
  } finally {
    await services.close();
  }
});

interface Wanted {
  readonly email: string;
  /** Undefined: the person becomes an operator. */
  readonly place: Place | undefined;
}

function readArguments(argv: readonly string[]): Wanted {
  const { values } = parseArgs({ args: argv, options: { email: { type: 'string' }, ags: { type: 'string' } } });
  const email = readEmail(values.email ?? '');
  if (email === undefined) throw new UsageError('--email must be an e-mail address');
  const place = values.ags === undefined ? undefined : findPlace(values.ags);
  if (values.ags !== undefined && place === undefined) {
    throw new UsageError(`--ags ${values.ags} is not the key of a known municipality (8 digits, e.g. 07138073)`);
  }
  return { email, place };
}

async function appoint(ctx: Context, { email, place }: Wanted): Promise<string> {
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
