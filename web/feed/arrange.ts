import type { Entry } from './entries.ts';

/** One item of a feed: its first entry as a card, an entry as a row, or several entries in one row. */
export type Item =
  | { readonly kind: 'LEAD' | 'ROW'; readonly key: string; readonly entry: Entry }
  | { readonly kind: 'BUNDLE'; readonly key: string; readonly type: Type; readonly entries: readonly Entry[] };

type Type = Entry['subject']['__typename'];

interface Looks {
  /** Whether an entry of the type may lead the feed. */
  readonly canLead: (type: Type) => boolean;
  /** Whether adjacent entries of the type and of one day share a row. */
  readonly canBundle: (type: Type) => boolean;
  /** Day of a moment in the time zone of the town. */
  readonly dayOf: (at: string) => string;
}

/**
 * Arranges entries, newest first. The newest entry that may lead comes first; all others follow in their order, adjacent
 * ones of one type and day in one item. The key of a bundle is its oldest entry, so it stays when newer ones join.
 */
export function arrangeEntries(entries: readonly Entry[], { canLead, canBundle, dayOf }: Looks): Item[] {
  const lead = entries.find(({ subject }) => canLead(subject.__typename));
  const items: Item[] = lead ? [{ kind: 'LEAD', key: lead.id, entry: lead }] : [];
  let run: Entry[] = [];

  for (const entry of entries) {
    if (entry === lead) continue;
    if (!continues(entry)) endRun();
    run.push(entry);
  }
  endRun();
  return items;

  function continues({ subject: { __typename: type }, at }: Entry): boolean {
    const last = run.at(-1);
    return last !== undefined && last.subject.__typename === type && canBundle(type) && dayOf(last.at) === dayOf(at);
  }
  function endRun(): void {
    const last = run.at(-1);
    if (last === undefined) return;
    if (run.length === 1) items.push({ kind: 'ROW', key: last.id, entry: last });
    else items.push({ kind: 'BUNDLE', key: `to ${last.id}`, type: last.subject.__typename, entries: run });
    run = [];
  }
}
