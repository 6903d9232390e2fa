import { v7 } from 'uuid';
import type { Tx } from '../kernel/events.ts';
import { WasteKind, type WasteType, wasteTypes } from './waste.entity.ts';
import { labelKey } from './waste.rules.ts';
import names from './locales/kinds.de.json' with { type: 'json' };

const usualNames: Readonly<Partial<Record<WasteType, string>>> = names;

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
