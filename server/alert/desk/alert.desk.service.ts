import type { Context } from '../../kernel/context.ts';
import { authorize, DomainError } from '../../kernel/errors.ts';
import { record, write } from '../../kernel/events.ts';
import { Desk } from '../../municipality/municipality.entity.ts';
import { canRunTown } from '../../municipality/municipality.rules.ts';
import { requireModuleIn } from '../../municipality/municipality.service.ts';
import { deskDisruptionsChanged } from './alert.desk.events.ts';

/** Sets whether the clerks of a desk may report disruptions. */
export function setDeskDisruptions(ctx: Context, deskId: string, maySendDisruptions: boolean): Promise<Desk> {
  return write(ctx, async (tx) => {
    const desk = await tx.em.findOne(Desk, deskId);
    if (desk === null) throw new DomainError('NOT_FOUND');
    const municipalityId = desk.municipality.id;
    authorize(canRunTown(tx.actor, municipalityId));
    await requireModuleIn(tx, municipalityId, 'ALERTS');
    if (desk.maySendDisruptions === maySendDisruptions) return desk;
    desk.maySendDisruptions = maySendDisruptions;
    await tx.em.flush();
    await record(tx, deskDisruptionsChanged({ municipalityId, deskId, maySendDisruptions }));
    return desk;
  });
}
