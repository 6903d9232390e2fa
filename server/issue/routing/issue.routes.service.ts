import { Area, type PlaceOwner } from '../../area/area.entity.ts';
import { areaRemoved } from '../../area/area.events.ts';
import { Role } from '../../identity/identity.entity.ts';
import type { Context } from '../../kernel/context.ts';
import { readEmail } from '../../kernel/email.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { on, record, type Tx, write } from '../../kernel/events.ts';
import { claimKey } from '../../kernel/idempotency.ts';
import { InputCheck } from '../../kernel/payload.ts';
import { rowById, rowsOf } from '../../kernel/rows.ts';
import { Desk } from '../../municipality/municipality.entity.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import { createDesk, findDesk } from '../../municipality/municipality.service.ts';
import { IssueCategory, type IssueKind } from '../issue.category.entity.ts';
import { routingChanged } from '../issue.events.ts';
import { DeskDeputy, FallbackDesk, IssueRoute, type IssueRouteRow } from '../issue.routing.entity.ts';

export interface RouteInput {
  readonly municipalityId: string;
  readonly categoryId?: string | null;
  readonly kind?: IssueKind | null;
  readonly areaId?: string | null;
  readonly owner?: PlaceOwner | null;
  readonly deskId: string;
  readonly forwardName?: string | null;
  readonly forwardEmail?: string | null;
  readonly idempotencyKey: string;
}

/** Maximum numbers of routes and desks of a town; all routes are examined for each new issue. */
const mostRoutes = 200;
const mostDesks = 200;

const routeById = rowById(rowsOf(IssueRoute));

/** A route, for admins of its town; null: unknown or hidden. */
export async function findRoute(ctx: Context, id: string): Promise<IssueRouteRow | null> {
  const route = await routeById(ctx, id);
  return route !== null && canRunTown(ctx.actor, route.municipality.id).allow ? route : null;
}

/**
 * Creates a route. Refused: ROUTE_WITHOUT_CONDITION, ROUTE_NEVER_MATCHES, DUPLICATE_ROUTE, COMPLAINTS_STAY,
 * TOO_MANY_ROUTES …
 */
export function createRoute(ctx: Context, { idempotencyKey, ...input }: RouteInput): Promise<IssueRoute> {
  authorize(canRunTown(ctx.actor, input.municipalityId));
  return write(ctx, async (tx) => {
    const claim = await claimKey(tx, idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(IssueRoute, claim.id);
    const facts = await readRoute(tx, input);
    const { municipalityId: municipality } = input;
    if ((await tx.em.count(IssueRoute, { municipality })) >= mostRoutes) throw refusal('TOO_MANY_ROUTES');
    const route = tx.em.create(IssueRoute, { id: claim.id, municipality, ...facts });
    await tx.em.persist(route).flush();
    await record(tx, routingChanged({ municipalityId: municipality, deskId: route.desk.id }));
    return route;
  });
}

export function removeRoute(ctx: Context, routeId: string): Promise<void> {
  return write(ctx, async (tx) => {
    const route = await tx.em.findOne(IssueRoute, routeId);
    if (route === null) throw new DomainError('NOT_FOUND');
    authorize(canRunTown(tx.actor, route.municipality.id));
    await tx.em.remove(route).flush();
    await record(tx, routingChanged({ municipalityId: route.municipality.id, deskId: route.desk.id }));
  });
}

/** The desk with this name, created if it does not exist. Refused: TOO_SHORT, TOO_LONG, TOO_MANY_DESKS. */
export function openDesk(ctx: Context, municipalityId: string, name: string): Promise<Desk> {
  authorize(canRunTown(ctx.actor, municipalityId));
  return write(ctx, async (tx) => {
    const check = new InputCheck();
    const text = check.text(name, [2, 60], 'name');
    check.done();
    const desk = await createDesk(tx, municipalityId, text);
    // The refusal rolls back the desk that was created in this transaction.
    if ((await tx.em.count(Desk, { municipality: municipalityId })) > mostDesks)
      throw refusal('TOO_MANY_DESKS', 'name');
    await record(tx, routingChanged({ municipalityId, deskId: desk.id }));
    return desk;
  });
}

export interface Deputy {
  readonly deskId?: string | null;
  readonly personId?: string | null;
}

/**
 * Sets the deputy of a desk: another desk or a person; without both the desk has none. Refused: UNKNOWN_DESK,
 * OWN_DEPUTY, ONE_DEPUTY, UNKNOWN_PERSON.
 */
export function setDeputy(ctx: Context, deskId: string, deputy: Deputy): Promise<Desk> {
  return write(ctx, async (tx) => {
    const desk = await tx.em.findOne(Desk, deskId);
    if (desk === null) throw new DomainError('NOT_FOUND');
    const municipalityId = desk.municipality.id;
    authorize(canRunTown(tx.actor, municipalityId));
    await checkDeputy(tx, desk, deputy);
    await tx.em.nativeDelete(DeskDeputy, { desk: deskId });
    const { deskId: deputyDesk = null, personId: deputyPerson = null } = deputy;
    if (deputyDesk !== null || deputyPerson !== null) {
      await tx.em.insert(DeskDeputy, { desk: deskId, deputyDesk, deputyPerson });
    }
    await record(tx, routingChanged({ municipalityId, deskId }));
    return desk;
  });
}

/** Sets the desk that receives issues that no other rule assigns. Refused: UNKNOWN_DESK. */
export function setFallback(ctx: Context, municipalityId: string, deskId: string): Promise<Desk> {
  authorize(canRunTown(ctx.actor, municipalityId));
  return write(ctx, async (tx) => {
    const desk = await findDesk(tx, municipalityId, deskId);
    await tx.em.upsert(FallbackDesk, { municipality: municipalityId, desk: deskId });
    await record(tx, routingChanged({ municipalityId, deskId }));
    return desk;
  });
}

/** Refuses with AREA_IN_USE to remove an area that a route refers to. */
export const keepRoutedArea = on(areaRemoved, async (tx, { facts }) => {
  if ((await tx.em.count(IssueRoute, { area: facts.areaId })) > 0) throw refusal('AREA_IN_USE');
});

async function checkDeputy(tx: Tx, { id, municipality }: Desk, { deskId, personId }: Deputy): Promise<void> {
  if (deskId != null) await findDesk(tx, municipality.id, deskId);
  if (deskId === id) throw refusal('OWN_DEPUTY', 'deskId');
  if (deskId != null && personId != null) throw refusal('ONE_DEPUTY', 'personId');
  if (personId == null) return;
  // A deputy must be able to work on issues, and is notified of deadlines.
  const acts = { municipality: municipality.id, role: { $in: ['CLERK', 'ADMIN'] } } as const;
  const role = await tx.em.count(Role, { person: personId, ...acts });
  if (role === 0) throw refusal('UNKNOWN_PERSON', 'personId');
}

/**
 * Validates a route. The kind is dropped if there is a category, and the owner if there is an area, because they follow
 * from them.
 */
async function readRoute(tx: Tx, input: Omit<RouteInput, 'idempotencyKey'>) {
  const { municipalityId: municipality, categoryId, areaId, kind = null, owner = null } = input;
  const desk = await findDesk(tx, municipality, input.deskId);
  const category = categoryId == null ? null : await tx.em.findOne(IssueCategory, { id: categoryId, municipality });
  const area = areaId == null ? null : await tx.em.findOne(Area, { id: areaId, municipality });
  const check = new InputCheck();
  check.require(categoryId == null || category !== null, 'UNKNOWN_CATEGORY', 'no such category', 'categoryId');
  check.require(areaId == null || area !== null, 'UNKNOWN_AREA', 'no such area', 'areaId');
  const hasCondition = [categoryId, areaId, kind, owner].some((one) => one != null);
  check.require(hasCondition, 'ROUTE_WITHOUT_CONDITION', 'that is what the fallback is for');
  const isOfKind = category === null || kind === null || category.kind === kind;
  const isOwned = area === null || owner === null || area.owner === owner;
  check.require(isOfKind && isOwned, 'ROUTE_NEVER_MATCHES', 'no report fits all of it');
  const isComplaint = (category?.kind ?? kind) === 'COMPLAINT';
  check.require(!isComplaint, 'COMPLAINTS_STAY', "a complaint goes to its category's desk only");
  const forward = readForward(check, input);
  check.done();
  const facts = { category, kind: category === null ? kind : null, area, owner: area === null ? owner : null };
  const twin = await tx.em.count(IssueRoute, { municipality, ...facts });
  if (twin > 0) throw refusal('DUPLICATE_ROUTE');
  return { ...facts, desk, ...forward };
}

/** Name and address of a body outside; an address requires a name, but a name is allowed alone. */
function readForward(
  check: InputCheck,
  { forwardName, forwardEmail }: Pick<RouteInput, 'forwardName' | 'forwardEmail'>,
) {
  const name = check.text(forwardName ?? '', [0, 120], 'forwardName');
  const email = readEmail(forwardEmail ?? '');
  check.require(!forwardEmail || email !== undefined, 'BAD_EMAIL', 'not an e-mail address', 'forwardEmail');
  check.require(!forwardEmail || name !== '', 'TOO_SHORT', 'say who that is', 'forwardName');
  return { forwardName: name || null, forwardEmail: email ?? null };
}
