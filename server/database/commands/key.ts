import { randomUUID } from 'node:crypto';
import { parseArgs } from 'node:util';
import { domains } from '../../domains.ts';
import { type Scope, system } from '../../kernel/actor.ts';
import { type Context, forkContext } from '../../kernel/context.ts';
import { composeDomains } from '../../kernel/domain.ts';
import { Refusal } from '../../kernel/errors.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { longestDays } from '../../partner/partner.rules.ts';
import { createPartnerKey } from '../../partner/partner.service.ts';
import { startServices } from '../../services.ts';
import { defineCommand, RefusedError, UsageError } from '../command.ts';

const { scopes: known } = composeDomains(domains);
const describe = (names: readonly string[]): string =>
  names
    .flatMap((name) => known.find((scope) => scope.name === name) ?? [])
    .map(({ name, description }) => `  ${name.padEnd(16)}${description}`)
    .join('\n');

const usage = `npm run key -- --ags KEY --scopes SCOPE,SCOPE --name TEXT [--days NUMBER]   makes a key for a partner's program

scopes:
${describe(known.map(({ name }) => name))}
days: 1 to ${longestDays}, 365 unless told`;

/** Makes a key for a partner's program. */
export const run = defineCommand(usage, async (argv, { readConfig }) => {
  const wanted = readArguments(argv);
  const services = await startServices(readConfig());
  try {
    return await makeKey(forkContext(services, system), wanted);
  } finally {
    await services.close();
  }
});

interface Wanted {
  readonly ags: string;
  readonly scopes: readonly Scope[];
  readonly name: string;
  readonly days: number;
}

function readArguments(argv: readonly string[]): Wanted {
  const text = { type: 'string' } as const;
  const { values } = parseArgs({ args: argv, options: { ags: text, scopes: text, name: text, days: text } });
  const { ags, name, days = '365' } = values;
  if (ags === undefined) throw new UsageError('--ags is missing: the key of the municipality, e.g. 07138073');
  if (values.scopes === undefined) throw new UsageError('--scopes is missing: what the key may do, e.g. issues:read');
  if (name === undefined) throw new UsageError('--name is missing: whose program it is, e.g. "GIS of the county"');
  const number = /^\d{1,4}$/.test(days) ? Number(days) : 0;
  if (number < 1 || number > longestDays) {
    throw new UsageError(`--days must be a whole number from 1 to ${longestDays}`);
  }
  return { ags, name, days: number, scopes: values.scopes.split(',').map(readScope) };
}

function readScope(text: string): Scope {
  const scope = known.find(({ name }) => name === text.trim())?.name;
  if (scope === undefined) throw new UsageError(`--scopes: "${text.trim()}" is no scope`);
  return scope;
}

/**
 * Makes a key with the rights of an administrator of the town; returns the text for the operator. Throws RefusedError
 * with the messages of refusals.
 */
async function makeKey(ctx: Context, { ags, name, days, scopes }: Wanted): Promise<string> {
  const town = await ctx.em.findOne(Municipality, { ags, isOnPlatform: true });
  if (town === null) throw new RefusedError(`--ags ${ags}: no municipality with this key takes part here`);
  const expiresAt = new Date(ctx.now().getTime() + days * 86_400_000);
  const input = { municipalityId: town.id, name, scopes, expiresAt, ips: [], idempotencyKey: randomUUID() };
  const { partnerKey, secret } = await createPartnerKey(ctx, input).catch((error: unknown) => {
    if (!(error instanceof Refusal)) throw error;
    throw new RefusedError(error.userErrors.map(({ path, message }) => `${path.join('.')}: ${message}`).join('\n'));
  });
  return `A key for ${partnerKey.name} in ${town.name} (${ags}). It is shown this once and kept nowhere:

${secret}

It may
${describe(partnerKey.scopes)}
until ${partnerKey.expiresAt.toISOString()}; an admin revokes it at ${ctx.publicUrl(ags)}/${ags}/keys.
Send it as "Authorization: Bearer …" to ${ctx.publicUrl()}/graphql.`;
}
