import type { WasteDateRow, WasteKindRow } from './waste.entity.ts';

/** Day with the bins that are collected on it. A class, because unions of the schema know it by its name. */
export class WasteDay {
  constructor(
    readonly date: string,
    /** Kinds by name, each once. */
    readonly kinds: readonly WasteKindRow[],
    /** Usual day of a collection that was moved to this day, the earliest if there are several; null: none was moved. */
    readonly movedFrom: string | null,
  ) {}

  /** Names of the kinds, which the first page shows before the app has started. */
  get title(): string {
    return this.kinds.map(({ name }) => name).join(', ');
  }
}

type DatedKind = Pick<WasteDateRow, 'date' | 'movedFrom'> & { readonly kind: { readonly id: string } };

/** Groups dates by day: equal kinds of several streets or districts are one. */
export function groupByDay(dates: readonly DatedKind[], kinds: ReadonlyMap<string, WasteKindRow>): WasteDay[] {
  const days = [...Map.groupBy(dates, ({ date }) => date)].sort(([a], [b]) => a.localeCompare(b));
  return days.map(([date, ofDay]) => {
    const ids = new Set(ofDay.map(({ kind }) => kind.id));
    const named = [...ids].flatMap((id) => kinds.get(id) ?? []).sort((a, b) => a.name.localeCompare(b.name, 'de'));
    return new WasteDay(date, named, ofDay.flatMap(({ movedFrom }) => movedFrom ?? []).sort()[0] ?? null);
  });
}
