import { v7 } from 'uuid';
import type { Tx } from '../kernel/events.ts';
import { WasteKind, wasteTypes } from './waste.entity.ts';
import { usualNames } from './waste.names.rules.ts';
import { labelKey } from './waste.rules.ts';

/** Adds a kind of each usual type, with German names that the town may change, to a town that has no kinds. */
export async function addUsualKinds(tx: Tx, municipality: string): Promise<void> {
  if ((await tx.em.count(WasteKind, { municipality })) > 0) return;
  const kinds = wasteTypes.flatMap((type) => {
    const name = usualNames[type];
    if (name === undefined) return [];
    return [tx.em.create(WasteKind, { id: v7(), municipality, type, name, key: labelKey(name) })];
  });
  await tx.em.persist(kinds).flush();
}
