import { markRaw, onScopeDispose, ref, toRaw, watch, type Ref } from 'vue';
import { useErrorTexts } from '../../shared/errors.ts';
import { exifBytes, type Place, readPlace } from '../../media/exif.ts';
import { keepPhotos, keptPhotos } from '../../media/keptPhotos.ts';
import { BadPhoto, shrinkPhoto } from '../../media/shrink.ts';
import type { UploadedPhoto } from '../../media/upload.ts';

export const mostPhotos = 5;

export interface DraftPhoto {
  readonly blob: Blob;
  /** Local address of the picture, for display; the picture has not left the device. */
  readonly preview: string;
  alt: string;
  /** The photo as the server has it; null: not uploaded yet. */
  uploaded: UploadedPhoto | null;
}

/** Photos of a draft report: shrunk and stored on the device, sent with the report. */
export function usePhotos(ags: () => string, isKept: boolean, onPlace: (place: Place) => void) {
  const { textOf } = useErrorTexts();
  const photos = ref<DraftPhoto[]>([]);
  const isShrinking = ref(false);
  const error = ref('');
  keepOnDevice(photos, () => `report.${ags()}`, isKept);

  const add = async (files: readonly File[]) => {
    const free = mostPhotos - photos.value.length;
    error.value = files.length > free ? textOf('TOO_MANY_PHOTOS') : '';
    isShrinking.value = true;
    for (const file of files.slice(0, free)) {
      try {
        const place = readPlace(await file.slice(0, exifBytes).arrayBuffer());
        photos.value.push(drafted(await shrinkPhoto(file)));
        if (place) onPlace(place);
      } catch (reason) {
        error.value = textOf(reason instanceof BadPhoto ? reason.code : 'BROKEN_IMAGE');
      }
    }
    isShrinking.value = false;
  };
  const remove = (photo: DraftPhoto) => {
    URL.revokeObjectURL(photo.preview);
    photos.value = photos.value.filter(({ preview }) => preview !== photo.preview);
    error.value = '';
  };
  return {
    photos,
    isShrinking,
    error,
    add,
    remove,
    clear: () => photos.value.slice().forEach(remove),
    /** Photos for the outbox; uploaded ones keep their id and proof. */
    forLater: () =>
      photos.value.map(({ blob, alt, uploaded }) => ({
        blob: toRaw(blob),
        alt: alt.trim(),
        uploaded: toRaw(uploaded),
      })),
    /** Puts photos of `forLater` back into the draft, also after its page was left. */
    bringBack: (taken: readonly Pick<DraftPhoto, 'blob' | 'alt'>[]) => {
      photos.value = taken.map(({ blob, alt }) => drafted(blob, alt));
      void keepPhotos(`report.${ags()}`, taken);
    },
    /** Uploads all photos again, because the server no longer knows them or not for this person. */
    sendAnew: () => photos.value.forEach((photo) => (photo.uploaded = null)),
  };
}

/** Stores the photos of a draft on the device. `isKept`: the draft still exists; otherwise its photos are deleted. */
function keepOnDevice(photos: Ref<DraftPhoto[]>, draft: () => string, isKept: boolean): void {
  if (!isKept) void keepPhotos(draft(), []);
  void keptPhotos(draft()).then((kept) => {
    if (isKept && photos.value.length === 0) photos.value = kept.map(({ blob, alt }) => drafted(blob, alt));
  });
  const keep = (now: readonly DraftPhoto[]) =>
    keepPhotos(
      draft(),
      now.map(({ blob, alt }) => ({ blob, alt })),
    );
  watch(photos, keep, { deep: true });
  onScopeDispose(() => photos.value.forEach(({ preview }) => URL.revokeObjectURL(preview)));
}

function drafted(blob: Blob, alt = ''): DraftPhoto {
  // The browser's storage does not accept a Blob inside a proxy.
  return { blob: markRaw(blob), preview: URL.createObjectURL(blob), alt, uploaded: null };
}
