import { z } from 'zod';
import { strangersCode } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError, refusal } from '../../kernel/errors.ts';
import { record, write } from '../../kernel/events.ts';
import { hashToken, lockText, newToken, unlockText } from '../../kernel/secrets.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { canTakeOwnData } from '../erasure/privacy.erasure.rules.ts';
import { findAccount, findAddress } from '../erasure/privacy.subject.service.ts';
import { exportTextsIn } from '../privacy.texts.ts';
import { exportRequested } from './privacy.export.events.ts';
import type { PageFrame } from './privacy.export.page.rules.ts';
import type { ExportSubject } from './privacy.export.read.service.ts';
import { exportRates, linkSeconds } from './privacy.export.rules.ts';

/** Person or address whose data a link exports, with the town and the language. */
const Wish = z.object({
  personId: z.uuid().nullable(),
  email: z.string().nullable(),
  /** True: data of other towns stay away from the staff of this town. */
  isTownOnly: z.boolean(),
  municipalityId: z.uuid(),
  locale: z.string(),
});
export type ExportWish = z.infer<typeof Wish>;

/** Holder of a link that is bound to no session, because there is no account. */
const nobody = 'link';

export interface ExportInput {
  /** Town on whose page the person asks. */
  readonly municipalityId: string;
  readonly locale: string;
}

/**
 * Link to the export of the actor's own data; it works once, for ten minutes, in this session. Errors: UNAUTHENTICATED,
 * FORBIDDEN, SIGN_IN_AGAIN, RATE_LIMITED, NOT_FOUND (town).
 */
export async function requestExport(ctx: Context, { municipalityId, locale }: ExportInput): Promise<string> {
  const { actor } = ctx;
  authorize(canTakeOwnData(actor, ctx.now()));
  if (actor.kind !== 'person') throw new DomainError(strangersCode(actor));
  const { id: personId, sessionId } = actor;
  await ctx.limits.spend(exportRates.own, personId);
  await write(ctx, async (tx) => {
    await findTown(tx, municipalityId);
    await record(tx, exportRequested({ personId, municipalityId }));
  });
  return makeLink(ctx, { personId, email: null, isTownOnly: false, municipalityId, locale }, sessionId);
}

/** Stores the wish for ten minutes under the hash of a random token; returns the address that fulfils it once. */
export async function makeLink(ctx: Context, wish: ExportWish, sessionId: string | null): Promise<string> {
  const token = newToken();
  const name = nameOf(token, sessionId ?? nobody);
  await ctx.notes.put(name, lockText(ctx.secret, name, JSON.stringify(wish)), linkSeconds);
  // With the ending, the service worker of the app leaves the download alone.
  return `/exports/${token}.zip`;
}

function nameOf(token: string, holder: string): string {
  return `export:${holder}:${hashToken(token)}`;
}

export interface OpenedExport {
  readonly subject: ExportSubject;
  readonly frame: PageFrame;
}

/**
 * Takes the wish behind a link, so that the link works once. Errors: UNKNOWN_LINK (forged, used, expired, or of another
 * session), RATE_LIMITED.
 */
export async function openExport(ctx: Context, token: string): Promise<OpenedExport> {
  await ctx.limits.spend(exportRates.open, ctx.caller?.ip ?? '');
  const holders = [...(ctx.actor.kind === 'person' ? [ctx.actor.sessionId] : []), nobody];
  for (const holder of holders) {
    const name = nameOf(token, holder);
    const text = await ctx.notes.take(name);
    if (text !== undefined) return fulfil(ctx, Wish.parse(JSON.parse(unlockText(ctx.secret, name, text))));
  }
  throw refusal('UNKNOWN_LINK', 'token');
}

async function fulfil(ctx: Context, wish: ExportWish): Promise<OpenedExport> {
  const { personId, email, isTownOnly, municipalityId, locale } = wish;
  const town = await findTown(ctx, municipalityId);
  const subject =
    personId !== null ? await findAccount(ctx, personId, false) : await findAddress(ctx, email ?? '', false);
  if (subject === null) throw refusal('UNKNOWN_LINK', 'token');
  const frame = { ...exportTextsIn(locale), timeZone: town.timeZone, town: `${town.kind} ${town.name}`, at: ctx.now() };
  return { subject: { ...subject, townId: isTownOnly ? town.id : null }, frame };
}

/** A town on the platform. Errors: NOT_FOUND. */
export async function findTown({ em }: Context, id: string): Promise<Municipality> {
  const town = await em.findOne(Municipality, { id, isOnPlatform: true });
  if (town === null) throw new DomainError('NOT_FOUND');
  return town;
}
