import { randomUUID } from 'node:crypto';
import { actorId } from '../kernel/actor.ts';
import type { Context } from '../kernel/context.ts';
import { authorize, DomainError, refusal } from '../kernel/errors.ts';
import { record, write } from '../kernel/events.ts';
import { claimKey } from '../kernel/idempotency.ts';
import { InputCheck } from '../kernel/payload.ts';
import { lockText } from '../kernel/secrets.ts';
import { Municipality } from '../municipality/municipality.entity.ts';
import { canRunTown } from '../municipality/municipality.rules.ts';
import { Open311Server } from './open311.outgoing.entity.ts';
import { open311ServerAdded, open311ServerRemoved } from './open311.outgoing.events.ts';
import { canSeeServers, readServerUrl } from './open311.outgoing.rules.ts';
import { type ForeignService, readServices } from './open311.outgoing.service.ts';

export interface ServerInput {
  readonly municipalityId: string;
  readonly name: string;
  readonly url: string;
  readonly jurisdictionId?: string | null;
  readonly serviceCode: string;
  readonly apiKey?: string | null;
  readonly idempotencyKey: string;
}

const mostServers = 30;

/** Adds a server that issues may be sent to. Refused: BAD_SERVER_URL, TOO_MANY_SERVERS, TOO_SHORT … */
export function addServer(ctx: Context, { idempotencyKey, apiKey, ...input }: ServerInput): Promise<Open311Server> {
  const municipality = input.municipalityId;
  authorize(canRunTown(ctx.actor, municipality));
  return write(ctx, async (tx) => {
    if ((await tx.em.count(Municipality, { id: municipality, isOnPlatform: true })) === 0) {
      throw new DomainError('NOT_FOUND');
    }
    const claim = await claimKey(tx, idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(Open311Server, claim.id);
    const facts = checkServer(input, apiKey ?? '', tx.config.outsideHosts);
    if ((await tx.em.count(Open311Server, { municipality, removedAt: null })) >= mostServers) {
      throw refusal('TOO_MANY_SERVERS');
    }
    const key = apiKey?.trim() ?? '';
    const lockedKey = key === '' ? null : lockText(tx.secret, claim.id, key);
    const made = { id: claim.id, municipality, ...facts, lockedKey, createdAt: tx.now() };
    const server = tx.em.create(Open311Server, made);
    await tx.em.persist(server).flush();
    await record(tx, open311ServerAdded({ serverId: server.id, municipalityId: municipality }));
    return server;
  });
}

export type TrialInput = Pick<ServerInput, 'municipalityId' | 'url' | 'jurisdictionId'>;

/** Limit of requests to arbitrary servers in the town's name. */
const trialRate = { name: 'open311-trial', points: 30, seconds: 3600 };

/**
 * Services of a server before it is added; the request contains no key. Refused: BAD_SERVER_URL, SERVER_SILENT,
 * SERVER_STRANGE.
 */
export async function tryServer(ctx: Context, input: TrialInput): Promise<ForeignService[]> {
  authorize(canRunTown(ctx.actor, input.municipalityId));
  const check = new InputCheck();
  const jurisdictionId = check.text(input.jurisdictionId ?? '', [0, 200], 'jurisdictionId') || null;
  const url = checkUrl(check, input.url, ctx.config.outsideHosts);
  check.done();
  await ctx.limits.spend(trialRate, actorId(ctx.actor) ?? ctx.caller?.ip ?? '');
  const services = await readServices(ctx, { id: randomUUID(), url, jurisdictionId, lockedKey: null });
  if (typeof services === 'string') throw refusal(services, 'url');
  return services;
}

/** Removes a server and deletes its key: nothing is sent to it or polled any more. Idempotent. */
export function removeServer(ctx: Context, id: string): Promise<Open311Server> {
  return write(ctx, async (tx) => {
    const server = await tx.em.findOne(Open311Server, id);
    if (server === null) throw new DomainError('NOT_FOUND');
    authorize(canRunTown(tx.actor, server.municipality.id));
    if (server.removedAt != null) return server;
    server.removedAt = tx.now();
    server.lockedKey = null;
    await tx.em.flush();
    await record(tx, open311ServerRemoved({ serverId: id, municipalityId: server.municipality.id }));
    return server;
  });
}

/** Servers of the town by name, without removed ones; for its staff. */
export async function listServers(ctx: Context, municipalityId: string): Promise<Open311Server[]> {
  authorize(canSeeServers(ctx.actor, municipalityId));
  return ctx.em.find(Open311Server, { municipality: municipalityId, removedAt: null }, { orderBy: { name: 'asc' } });
}

function checkServer(input: Omit<ServerInput, 'idempotencyKey' | 'apiKey'>, apiKey: string, near: readonly string[]) {
  const check = new InputCheck();
  const name = check.text(input.name, [2, 80], 'name');
  const url = checkUrl(check, input.url, near);
  const jurisdictionId = check.text(input.jurisdictionId ?? '', [0, 200], 'jurisdictionId') || null;
  const serviceCode = check.text(input.serviceCode, [1, 200], 'serviceCode');
  check.text(apiKey, [0, 500], 'apiKey');
  check.done();
  return { name, url, jurisdictionId, serviceCode };
}

function checkUrl(check: InputCheck, text: string, near: readonly string[]): string {
  const url = readServerUrl(text, near);
  check.require(url !== undefined, 'BAD_SERVER_URL', 'an https address without parameters', 'url');
  return url ?? '';
}
