import { forget, recall, remember } from '../shared/storage.ts';

/** Address of which a visitor without an account wants to see the bins. */
export interface KeptAddress {
  /** Global id of the street. */
  readonly streetId: string;
  /** Empty: the whole street. */
  readonly houseNumber: string;
}

const keyOf = (ags: string): string => `visitor.bins.${ags}`;

/** Keeps the address on this device until the visitor removes it or a person signs out. */
export function keepAddress(ags: string, address: KeptAddress | null): void {
  if (address === null) forget(keyOf(ags));
  else remember(keyOf(ags), JSON.stringify(address));
}

/** Address that this device keeps for the town; null: none. */
export function recallAddress(ags: string): KeptAddress | null {
  try {
    const kept: unknown = JSON.parse(recall(keyOf(ags)) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return null;
    const streetId: unknown = Reflect.get(kept, 'streetId');
    const houseNumber: unknown = Reflect.get(kept, 'houseNumber');
    return typeof streetId === 'string' && typeof houseNumber === 'string' ? { streetId, houseNumber } : null;
  } catch {
    return null; // written by an older version
  }
}
