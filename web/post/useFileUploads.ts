import { type Ref, ref } from 'vue';
import { BadPhoto, shrinkPhoto } from '../media/shrink.ts';
import { uploadAttachment, uploadPhoto, UploadRefused } from '../media/upload.ts';
import { useErrorTexts } from '../shared/errors.ts';
import type { FilesText } from './postText.ts';

/** Uploads files and adds them to a form; `error` says why the last one was refused. */
export function useFileUploads(ags: Readonly<Ref<string>>, text: Ref<FilesText>) {
  const { textOf } = useErrorTexts();
  const busy = ref(false);
  const error = ref('');

  const run = async (work: () => Promise<void>) => {
    busy.value = true;
    error.value = '';
    try {
      await work();
    } catch (reason) {
      if (!(reason instanceof BadPhoto || reason instanceof UploadRefused)) throw reason;
      error.value = textOf(reason.code);
    } finally {
      busy.value = false;
    }
  };
  return {
    busy,
    error,
    addPicture: (file: File) =>
      run(async () => {
        const { id, url } = await uploadPhoto(ags.value, await shrinkPhoto(file), '');
        text.value.pictures.push({ photoId: id, url, alt: '' });
      }),
    addAttachment: (file: File) =>
      run(async () => {
        const attachmentId = await uploadAttachment(ags.value, file);
        text.value.attachments.push({
          attachmentId,
          title: file.name.replace(/\.pdf$/i, '').replaceAll(/[-_]+/g, ' '),
          summary: '',
        });
      }),
  };
}
