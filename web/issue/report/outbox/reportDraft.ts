import { forget, recall, remember } from '../../../shared/storage.ts';

export interface ReportDraft {
  categoryId: string | null;
  address: string;
  point: { lat: number; lon: number } | null;
  /** Where the point comes from; said beside it. */
  pointBy: 'photo' | 'device' | 'hand' | null;
  text: string;
  /** To the questions of the category, by their ids. */
  answers: Record<string, string>;
  email: string;
  /** Whoever outside the town hall looks after it may be told how to reach the reporter. */
  sharesContact: boolean;
}

/** A week: what was broken then is perhaps not any more. */
const keptMs = 7 * 86_400_000;

export function emptyDraft(): ReportDraft {
  return {
    categoryId: null,
    address: '',
    point: null,
    pointBy: null,
    text: '',
    answers: {},
    email: '',
    sharesContact: false,
  };
}

/** Without the address to answer to: the next person at this device need not know it. */
export function keepDraft(
  ags: string,
  { email: _email, sharesContact: _shares, ...draft }: ReportDraft,
  hasPhotos = false,
): void {
  const isEmpty = draft.categoryId === null && draft.address === '' && draft.text === '' && draft.point === null;
  if (isEmpty && !hasPhotos) forget(keyOf(ags));
  else remember(keyOf(ags), JSON.stringify({ ...draft, at: Date.now() }));
}

export function keptDraft(ags: string, now = Date.now()): ReportDraft | null {
  const kept = parse(recall(keyOf(ags)));
  if (typeof kept.at !== 'number' || now - kept.at > keptMs) return null;
  const text = (value: unknown): string => (typeof value === 'string' ? value : '');
  const point = pointOf(kept.point);
  return {
    categoryId: text(kept.categoryId) || null,
    address: text(kept.address),
    text: text(kept.text),
    email: '',
    answers: answersOf(kept.answers),
    sharesContact: false,
    point,
    pointBy: (point && (['photo', 'device', 'hand'] as const).find((by) => by === kept.pointBy)) || null,
  };
}

/** For nobody else at this browser: signing out forgets it. */
function keyOf(ags: string): string {
  return `mine.report.${ags}`;
}

function answersOf(value: unknown): Record<string, string> {
  const all = isObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(all.filter((one): one is [string, string] => typeof one[1] === 'string'));
}

function pointOf(value: unknown): ReportDraft['point'] {
  if (!isObject(value) || typeof value.lat !== 'number' || typeof value.lon !== 'number') return null;
  return { lat: value.lat, lon: value.lon };
}

function parse(text: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
