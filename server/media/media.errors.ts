/** User errors of this domain: code and meaning. */
export const mediaErrors = {
  BAD_BOX: 'A box lies outside the photo, or is too small.',
  BROKEN_IMAGE: 'The file cannot be read as a picture.',
  HEIC_NOT_SUPPORTED: 'The picture is in the format HEIC, which is not supported.',
  NOT_A_PDF: 'The file is no PDF.',
  ORIGINAL_GONE: 'The photo as it was sent has been deleted.',
  PICTURE_WITHOUT_ALT: 'A picture has no alternative text.',
  TOO_MANY_BOXES: 'The list has more than 20 boxes.',
  TOO_MANY_PIXELS: 'The picture has too many pixels.',
  UNKNOWN_ATTACHMENT: 'No unused attachment with this id was sent by the same person.',
  UNKNOWN_PHOTO: 'No unused photo with this id was sent by the same person.',
  UNSUPPORTED_TYPE: 'The format of the file is not supported.',
} as const;

declare module '../kernel/names.ts' {
  interface UserErrorCodeNames extends Record<keyof typeof mediaErrors, true> {}
}
