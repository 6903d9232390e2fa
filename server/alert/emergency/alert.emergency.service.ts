import { personId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { type Tx, write } from '../../kernel/events.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { findMunicipalityNode } from '../../municipality/municipality.service.ts';
import { chooseEmergencies, emergencyChoicesSql } from '../../recipient/recipient.emergency.service.ts';
import { findByLink, requireNoPartner } from '../../recipient/recipient.link.service.ts';
import { canChooseMessages } from '../../recipient/recipient.rules.ts';
import { type Tie, tiesSql } from '../alert.audience.service.ts';

/** Most towns that are listed, and most ties of each. */
const mostTowns = 100;
const mostTies = 50;

/** Tie of a recipient to a town. */
export interface TownTie {
  readonly kind: Tie;
  /** Group, street or event; null: the town itself, or all its streets. */
  readonly name: string | null;
}

/** Whether a recipient gets the emergencies of a town, and why. */
export interface TownEmergencies {
  readonly municipality: Municipality;
  readonly isOn: boolean;
  /** When the recipient ended them; null: it did not. */
  readonly endedAt: Date | null;
  readonly ties: readonly TownTie[];
}

/** Emergencies of the actor: each town to which something ties the actor, and each whose emergencies the actor ended, by name. */
export async function listEmergencies(ctx: Context, recipientId: string): Promise<TownEmergencies[]> {
  return read(ctx, recipientId, null);
}

/**
 * Emergencies of a recipient without an account by its link. Errors: FORBIDDEN for partners, NOT_FOUND for links that are
 * forged, revoked or of another town.
 */
export async function readEmergenciesByLink(
  ctx: Context,
  token: string,
  municipalityId: string,
): Promise<TownEmergencies> {
  requireNoPartner(ctx);
  const recipient = await findByLink(ctx, token);
  if (recipient?.municipality?.id !== municipalityId) throw new DomainError('NOT_FOUND');
  return readOne(ctx, recipient.id, municipalityId);
}

/**
 * Sets whether the actor gets the emergencies of a town; idempotent. Errors: UNAUTHENTICATED, FORBIDDEN, NOT_FOUND.
 */
export async function setEmergencies(ctx: Context, municipalityId: string, isOn: boolean): Promise<TownEmergencies> {
  authorize(canChooseMessages(ctx.actor));
  if ((await findMunicipalityNode(ctx, municipalityId)) === null) throw new DomainError('NOT_FOUND');
  return write(ctx, (tx) => choose(tx, personId(tx.actor) ?? '', municipalityId, isOn));
}

/**
 * Sets whether a recipient without an account gets the emergencies of its town; idempotent. Errors: FORBIDDEN for partners,
 * UNKNOWN_LINK.
 */
export function setEmergenciesByLink(ctx: Context, token: string, isOn: boolean): Promise<TownEmergencies> {
  requireNoPartner(ctx);
  return write(ctx, async (tx) => {
    const recipient = await findByLink(tx, token);
    const town = recipient?.municipality?.id;
    if (recipient === null || town === undefined) throw refusal('UNKNOWN_LINK', 'token');
    return choose(tx, recipient.id, town, isOn);
  });
}

async function choose(tx: Tx, recipientId: string, municipalityId: string, isOn: boolean): Promise<TownEmergencies> {
  await chooseEmergencies(tx, recipientId, municipalityId, isOn);
  return readOne(tx, recipientId, municipalityId);
}

async function readOne(ctx: Context, recipientId: string, municipalityId: string): Promise<TownEmergencies> {
  const [town] = await read(ctx, recipientId, municipalityId);
  if (town === undefined) throw new DomainError('NOT_FOUND');
  return town;
}

interface TieRow {
  readonly municipalityId: string;
  readonly kind: Tie;
  readonly name: string | null;
}

/** Emergencies of a recipient, by name of the town; `municipalityId`: of this town alone. */
async function read(ctx: Context, recipientId: string, municipalityId: string | null): Promise<TownEmergencies[]> {
  const ofTown = municipalityId === null ? '' : 'and x.municipality_id = ?';
  const values = [recipientId, ...(municipalityId === null ? [] : [municipalityId])];
  const found: TieRow[] = await ctx.em.execute(
    `select distinct x.municipality_id as "municipalityId", x.tie as kind, x.name from (${tiesSql}) x
     where x.recipient_id = ? ${ofTown} order by 2, 3`,
    values,
  );
  const ended: { municipalityId: string; at: string }[] = await ctx.em.execute(
    `select x.municipality_id as "municipalityId", x.at from (${emergencyChoicesSql}) x
     where x.recipient_id = ? ${ofTown} and x.state = 'ENDED'`,
    values,
  );
  const ends = new Map(ended.map((row) => [row.municipalityId, new Date(row.at)]));
  const ids = [...new Set([...found, ...ended].map((row) => row.municipalityId))];
  const order = { orderBy: { name: 'asc', id: 'asc' }, limit: mostTowns } as const;
  const towns = await ctx.em.find(Municipality, { id: { $in: ids } }, order);
  return towns.map((municipality) => {
    const endedAt = ends.get(municipality.id) ?? null;
    const own = found.filter((row) => row.municipalityId === municipality.id).slice(0, mostTies);
    const ties = own.map(({ kind, name }) => ({ kind, name }));
    return { municipality, isOn: endedAt === null, endedAt, ties };
  });
}
