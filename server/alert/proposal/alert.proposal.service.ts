import { actorId } from '../../kernel/actor.ts';
import type { Context } from '../../kernel/context.ts';
import { authorize, refusal } from '../../kernel/errors.ts';
import { record, type Tx, write } from '../../kernel/events.ts';
import { claimKey } from '../../kernel/idempotency.ts';
import { Municipality } from '../../municipality/municipality.entity.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { type AlertInput, readAlert } from '../alert.content.rules.ts';
import { Alert, Incident } from '../alert.entity.ts';
import { alertProposed } from '../alert.events.ts';
import { canPropose } from '../alert.rules.ts';
import { createIncident, draftAlert, factsOf, type IncidentNature } from '../alert.sending.service.ts';
import { namesOfStreets, requireTemplate } from '../alert.service.ts';

export type ProposalKind = 'WARNING' | 'DRILL' | 'DISRUPTION';

export interface ProposalInput {
  readonly municipalityId: string;
  readonly kind: ProposalKind;
  readonly template: string;
  readonly alert: AlertInput;
  readonly asksSafety?: boolean | null | undefined;
  readonly idempotencyKey: string;
}

const natures: Readonly<Record<ProposalKind, IncidentNature>> = {
  WARNING: { kind: 'WARNING', status: 'ACTUAL', audience: 'PUBLIC' },
  DRILL: { kind: 'WARNING', status: 'EXERCISE', audience: 'PUBLIC' },
  DISRUPTION: { kind: 'DISRUPTION', status: 'ACTUAL', audience: 'PUBLIC' },
};

/**
 * Most proposals of a key that nobody has decided about: those that wait, and those of the last hour. Each one sends a message
 * to the warners, so that proposals that expire at once must count too.
 */
const mostWaiting = 10;

/**
 * Stores an alert that a program proposes; nothing is sent. A repeated request returns the proposal with its state now.
 * Refused: TOO_MANY_PROPOSALS, TEMPLATE_UNKNOWN, and the faults of an alert.
 */
export function proposeAlert(ctx: Context, input: ProposalInput): Promise<Alert> {
  const { municipalityId, kind, idempotencyKey } = input;
  authorize(canPropose(ctx.actor, municipalityId));
  return write(ctx, async (tx) => {
    await requireModuleIn(tx, municipalityId, 'ALERTS');
    const claim = await claimKey(tx, idempotencyKey, input);
    if (claim.isReplay) return tx.em.findOneOrFail(Alert, { incident: claim.id, partnerKeyId: actorId(tx.actor) });
    await requireRoom(tx);
    const nature = natures[kind];
    const town = await tx.em.findOneOrFail(Municipality, municipalityId);
    const template = requireTemplate(input.template, nature.kind);
    const streetNames = await namesOfStreets(tx, municipalityId, input.alert);
    const read = readAlert(input.alert, { kind: nature.kind, template, town, now: tx.now(), streetNames });
    const asksSafety = nature.kind === 'WARNING' && (input.asksSafety ?? template.asksSafety);
    const words = { template: template.key, asksSafety };
    const incident = await createIncident(tx, { id: claim.id, municipalityId, ...nature, ...words });
    const alert = await draftAlert(tx, incident, { msgType: 'ALERT', read, partnerKeyId: actorId(tx.actor) });
    await record(tx, alertProposed(factsOf(alert)));
    return alert;
  });
}

/** Refuses a further proposal of a key whose proposals pile up. Requests of the key are counted one after another. */
async function requireRoom(tx: Tx): Promise<void> {
  const keyId = actorId(tx.actor);
  await tx.em.execute('select pg_advisory_xact_lock(hashtext(?))', [`proposal:${keyId}`]);
  const isRecent = { createdAt: { $gt: new Date(tx.now().getTime() - 3_600_000) } };
  const undecided = { partnerKeyId: keyId, state: 'DRAFT' as const };
  const open = { ...undecided, $or: [{ expiresAt: { $gt: tx.now() } }, isRecent] };
  if ((await tx.em.count(Alert, open)) >= mostWaiting) throw refusal('TOO_MANY_PROPOSALS');
}

/** Most incidents of one message of the desk. */
const mostIncidents = 50;

/** Incidents with an alert that waits for the second person or for a decision about a proposal, the newest first. */
export async function listWaiting({ em, now }: Context, municipalityId: string): Promise<Incident[]> {
  const rows: { id: string }[] = await em.execute(
    `select distinct incident_id as id from alert where municipality_id = ?
       and (state = 'AWAITING' or (state = 'DRAFT' and expires_at > ?)) order by incident_id desc limit ${mostIncidents}`,
    [municipalityId, now()],
  );
  const ids = rows.map(({ id }) => id);
  return em.find(Incident, { id: { $in: ids } }, { orderBy: { id: 'desc' }, refresh: true });
}
