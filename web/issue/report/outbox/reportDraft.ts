import { forget, recall, remember } from '../../../shared/storage.ts';

export interface ReportDraft {
  categoryId: string | null;
  address: string;
  point: { lat: number; lon: number } | null;
  /** Source of the point, shown beside it. */
  pointBy: 'photo' | 'device' | 'hand' | null;
  text: string;
  /** Answers to the questions of the category, by question id. */
  answers: Record<string, string>;
  email: string;
  /** Whether an authority outside the town hall that handles the report may contact the reporter. */
  sharesContact: boolean;
}

/** Milliseconds that a draft is kept: a week, because older damage may be repaired. */
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

/** Stores the draft without the contact data, which the next person at this device must not see. */
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

type Contact = Pick<ReportDraft, 'email' | 'sharesContact'>;

/** Stores the contact data for this tab only: a reload of the page keeps it, the next person does not see it. */
export function keepContact(ags: string, { email, sharesContact }: Contact): void {
  try {
    if (email === '' && !sharesContact) sessionStorage.removeItem(contactKeyOf(ags));
    else sessionStorage.setItem(contactKeyOf(ags), JSON.stringify({ email, sharesContact }));
  } catch {
    // without storage the address is typed again
  }
}

export function keptContact(ags: string): Contact {
  const kept = parse(readSession(contactKeyOf(ags)));
  return { email: typeof kept.email === 'string' ? kept.email : '', sharesContact: kept.sharesContact === true };
}

function contactKeyOf(ags: string): string {
  return `ortsfunk.contact.${ags}`;
}

function readSession(key: string): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}

/** Storage key of a draft. Its prefix makes signing out delete it. */
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
