import type { Context } from '../kernel/context.ts';
import { requireFound } from '../kernel/nodes.ts';
import type { WasteChangeType, WastePreviewType } from './waste.import.types.ts';
import type { LabelMeaning, WastePreview } from './waste.preview.service.ts';
import { districtById, kindById } from './waste.reading.service.ts';

/** Maximum number of entries of each list of a preview. */
const mostShown = 100;

interface Change {
  readonly districtId: string;
  readonly kindId: string;
  readonly date: string;
  readonly movedFrom: string | null;
}

/** Effects of an import in the form of the schema: numbers, and the first entries of each list. */
export async function viewPreview(ctx: Context, preview: WastePreview): Promise<WastePreviewType> {
  const { changes, faults, skipped, labels, unknownDistricts, fingerprint } = preview;
  const moved = changes.moved.map(({ to, from, ...one }) => ({ ...one, date: to, movedFrom: from }));
  const removed = changes.removed.map(({ district, kind, date, movedFrom }) => ({
    districtId: district.id,
    kindId: kind.id,
    date,
    movedFrom: movedFrom ?? null,
  }));
  return {
    addedCount: changes.added.length,
    added: await viewChanges(ctx, changes.added),
    movedCount: moved.length,
    moved: await viewChanges(ctx, moved),
    removedCount: removed.length,
    removed: await viewChanges(ctx, removed),
    notedCount: changes.noted.length,
    unchangedCount: changes.unchanged,
    faultCount: faults.length,
    faults: faults.slice(0, mostShown),
    skippedCount: skipped.length,
    labels: await Promise.all(labels.slice(0, mostShown).map((label) => viewLabel(ctx, label))),
    unknownDistricts: unknownDistricts.slice(0, mostShown),
    fingerprint,
  };
}

async function viewChanges(ctx: Context, changes: readonly Change[]): Promise<WasteChangeType[]> {
  const sorted = changes.toSorted((a, b) => a.date.localeCompare(b.date)).slice(0, mostShown);
  return Promise.all(
    sorted.map(async ({ districtId, kindId, date, movedFrom }) => ({
      district: await requireFound(districtById(ctx, districtId)),
      kind: await requireFound(kindById(ctx, kindId)),
      date,
      movedFrom,
    })),
  );
}

async function viewLabel(ctx: Context, { label, kindIds, isKnown, guessIds }: LabelMeaning) {
  const kindsOf = (ids: readonly string[]) => Promise.all(ids.map((id) => requireFound(kindById(ctx, id))));
  return { label, isKnown, kinds: await kindsOf(kindIds), guesses: await kindsOf(guessIds) };
}
