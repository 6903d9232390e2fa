import { system } from '../kernel/actor.ts';
import { type Context, forkContext, type Services } from '../kernel/context.ts';
import { write } from '../kernel/events.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { listDesks } from '../municipality/municipality.service.ts';
import { Person, Role } from './identity.entity.ts';
import { ensurePerson, grantRole, type GrantRoleInput } from './identity.person.service.ts';
import { createSignInLink } from './identity.service.ts';

export interface DemoLink {
  readonly as: 'citizen' | 'clerk' | 'admin' | 'operator' | 'warner 1' | 'warner 2';
  /** Sign-in link; works once, within 24 hours. */
  readonly url: string;
}

/** Accounts that are created if the seed has none. */
type Account = Exclude<DemoLink['as'], `warner ${string}`>;

/** E-mail address of a demonstration account; seeds may create content for the same addresses. */
function demoEmail(as: Account, ags: string): string {
  return `${as}.${ags}@demo.example`;
}

/**
 * One-time sign-in links for a citizen, a clerk and an admin of a demo town (`ags`, or the first demo town), for somebody who
 * runs the installation, and for two warners if the town has some. Uses staff from the seed, or creates missing accounts. Empty outside demo mode and without a demo town.
 */
export async function createDemoLinks(services: Services, ags?: string): Promise<DemoLink[]> {
  if (services.config.mode !== 'demo') return [];
  const ctx = forkContext(services, system);
  const wanted = { isDemo: true, isOnPlatform: true, ...(ags !== undefined && { ags }) };
  const town = await ctx.em.findOne(Municipality, wanted, { orderBy: { id: 'asc' } });
  if (town === null) return [];
  const links: DemoLink[] = [];
  for (const as of ['citizen', 'clerk', 'admin', 'operator'] as const) {
    links.push({ as, url: await createSignInLink(ctx, await emailOf(ctx, as, town), 24, town.ags) });
  }
  const warners = await ctx.em.find(
    Role,
    { municipality: town, role: 'WARNER' },
    { orderBy: { id: 'asc' }, limit: 2, populate: ['person'] },
  );
  for (const [n, { person }] of warners.entries()) {
    const as = n === 0 ? 'warner 1' : 'warner 2';
    links.push({ as, url: await createSignInLink(ctx, person.getEntity().email, 24, town.ags) });
  }
  return links;
}

async function emailOf(ctx: Context, as: Account, town: Municipality): Promise<string> {
  const role = as === 'admin' ? 'ADMIN' : 'CLERK';
  const known =
    as === 'admin' || as === 'clerk'
      ? await ctx.em.findOne(Role, { municipality: town, role }, { orderBy: { id: 'asc' } })
      : null;
  if (known !== null) return (await ctx.em.findOneOrFail(Person, known.person.id)).email;
  const email = demoEmail(as, town.ags);
  await write(ctx, async (tx) => {
    const personId = await ensurePerson(tx, { email, locale: 'de' });
    if (as === 'operator') await grantRole(tx, { personId, role: 'OPERATOR', municipalityId: null, deskId: null });
    const [desk] = as === 'clerk' ? await listDesks(tx, town.id) : [];
    const grant: GrantRoleInput = { personId, role, municipalityId: town.id, deskId: desk?.id ?? null };
    if (as === 'admin' || desk !== undefined) await grantRole(tx, grant);
  });
  return email;
}
