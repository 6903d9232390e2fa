import { findTownGroup } from '../../group/group.service.ts';
import { hasRole, system } from '../../kernel/actor.ts';
import { type Context, forkContext, type Services } from '../../kernel/context.ts';
import { ConfigError } from '../../kernel/config.ts';
import type { SeededTown } from '../../kernel/context.ts';
import { DomainEventRow, record, write } from '../../kernel/events.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { townTold } from '../../municipality/municipality.events.ts';
import { createDesk } from '../../municipality/municipality.service.ts';
import { openTown, townOf } from '../town.ts';
import { at, monthAgo } from './clock.ts';
import { seedHours } from './clocks.ts';
import { seedContacts } from './contacts.ts';
import { keepFewReaders, seedMailChoices } from './deliveries.ts';
import { type SeededGroup, type SeededGroups, seedGroups } from './groups.ts';
import { seedLaw } from './law.ts';
import { seedInbox } from './inbox.ts';
import { seedIssues } from './issues.ts';
import { seedLook } from './look.ts';
import { type Cast, seedPeople } from './people.ts';
import { findPlace, readPlaces } from './places.ts';
import { seedPoll } from './polls.ts';
import { seedProofs } from './proofs.ts';
import { seedRouting } from './routing.ts';
import { seedPosts } from './posts.ts';
import { type Story, storyOf } from './story.ts';

/** Town of demo mode. */
export const demoAgs = '07138073';

/** Seeds demo mode at its first start: all real municipalities, one of them with data. */
export async function seedDemo(services: Services, progress: (text: string) => void): Promise<void> {
  const ctx = forkContext(services, system);
  if ((await ctx.em.count(DomainEventRow, { type: townTold.type })) > 0) return;
  const town = await ctx.em.findOne(Municipality, { ags: demoAgs });
  if (town?.isOnPlatform === true) {
    throw new ConfigError(`the first start was interrupted: delete ${services.config.dataDir} and start again`);
  }
  await seedTowns(ctx);
  await bringToLife(services, demoAgs, progress);
}

/** Adds the municipalities as facts; none of them takes part yet. */
export async function seedTowns(ctx: Context): Promise<void> {
  await write(ctx, async (tx) => {
    const known = new Set((await tx.em.find(Municipality, {}, { fields: ['ags'] })).map(({ ags }) => ags));
    for (const place of readPlaces().filter(({ ags }) => !known.has(ags))) {
      tx.em.persist(tx.em.create(Municipality, townOf(place, tx.registry.modules), { partial: true }));
    }
  });
}

/**
 * Lets a municipality of the seeded counties take part and adds its story through the services. Throws ConfigError for
 * an unknown AGS.
 */
export async function bringToLife(services: Services, ags: string, progress: (text: string) => void): Promise<void> {
  const place = findPlace(ags);
  if (place === undefined) throw new ConfigError(`no municipality ${ags} in the seed (Kreis 07138 and 05382)`);
  const ctx = forkContext(services, system);
  const known = await ctx.em.findOne(Municipality, { ags });
  if (known?.isOnPlatform === true) throw new ConfigError(`${known.name} takes part already`);
  progress(`${place.name}: town hall`);
  const town = await openTown(ctx, place);
  await ctx.em.nativeUpdate(Municipality, town.id, { isDemo: true });
  await tellStory(services, town, storyOf(ags), (text) => {
    progress(`${place.name}: ${text}`);
  });
  await write(ctx, (tx) => record(tx, townTold({ municipalityId: town.id })));
}

async function tellStory(
  services: Services,
  town: Municipality,
  story: Story,
  progress: (text: string) => void,
): Promise<void> {
  const ctx = forkContext(services, system);
  const desks = new Map<string, Awaited<ReturnType<typeof createDesk>>>();
  for (const { key, name } of story.desks) desks.set(key, await createDesk(ctx, town.id, name));
  const cast = await seedPeople(at(services, system, monthAgo), town, story, desks);
  await seedProofs(at(services, system, monthAgo), town.id, cast.citizens);
  await seedLaw(services, town, cast);
  await seedLook(services, town, cast, story);
  await seedRouting(services, town, cast, story);
  await seedHours(services, town.id, story);
  const townGroupId = (await findTownGroup(ctx, town.id))?.id ?? '';
  const groups = await seedGroups(services, { id: town.id, name: town.name, townGroupId }, cast, story);
  progress(`${groups.size} groups`);
  const wording = { ags: town.ags, now: new Date() };
  const posts = await seedPosts({ services, cast, groups, story, wording });
  progress(`${posts.size} posts`);
  for (const [i, poll] of story.polls.entries()) {
    const group = groupOf(groups, story, poll.group);
    const postId = posts.get(poll.post ?? '') ?? null;
    await seedPoll(services, { townId: town.id, group, postId }, cast, poll);
    progress(`poll ${i + 1} of ${story.polls.length}`);
  }
  await seedIssues(services, town, cast, story, (told, of) => {
    if (told === of) progress(`${of} reports`);
  });
  await seedDomains(services, { id: town.id, ags: town.ags, name: town.name, townGroupId }, cast);
  await seedMailChoices(ctx, cast);
  await seedContacts(services, town.id, cast);
  await seedInbox(services, { id: town.id, timeZone: town.timeZone, townGroupId }, cast);
  await keepFewReaders(ctx, cast);
}

/** Runs the seeds of the domains in the order of the domains. */
async function seedDomains(
  services: Services,
  town: Pick<SeededTown, 'id' | 'ags' | 'name' | 'townGroupId'>,
  { staff, citizens }: Cast,
): Promise<void> {
  const findStaff = (role: 'ADMIN' | 'EDITOR') => {
    const person = [...staff.values()].find((one) => hasRole(one, town.id, role));
    if (person === undefined) throw new Error(`the story of ${town.name} needs staff with the role ${role}`);
    return person;
  };
  const seeded = { ...town, services, admin: findStaff('ADMIN'), editor: findStaff('EDITOR'), citizens };
  const clock: SeededTown['at'] = (actor, hoursFromNow) => at(services, actor, hoursFromNow);
  for (const seed of services.registry.seeds) await seed({ ...seeded, at: clock });
}

/** Group by the story's key; without a key, the town's own group. */
function groupOf(groups: SeededGroups, story: Story, key: string | undefined): SeededGroup {
  const group = groups.get(key ?? story.groups.find(({ isTown }) => isTown)?.key ?? '');
  if (group === undefined) throw new Error(`the story has no group "${String(key)}"`);
  return group;
}
