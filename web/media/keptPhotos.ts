import { drop, get, put } from '../offline/store.ts';

/** A photo of a draft, as the device stores it. */
export interface KeptPhoto {
  readonly blob: Blob;
  readonly alt: string;
}

/**
 * Stores the photos of a draft for the next visit. If storage is forbidden or full, the draft lasts as long as its
 * page.
 */
export function keepPhotos(draft: string, photos: readonly KeptPhoto[]): Promise<void> {
  const change = photos.length > 0 ? put('photos', draft, [...photos]) : drop('photos', draft);
  return change.catch(() => undefined);
}

export async function keptPhotos(draft: string): Promise<readonly KeptPhoto[]> {
  const found: unknown = await get('photos', draft).catch(() => null);
  return Array.isArray(found) ? found.filter(isKept) : [];
}

function isKept(value: unknown): value is KeptPhoto {
  return typeof value === 'object' && value !== null && 'blob' in value && value.blob instanceof Blob && 'alt' in value;
}
