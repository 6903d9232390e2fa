/** Translation of a post. */
export interface VariantText {
  locale: string;
  title: string;
  /** Text in Markdown. */
  body: string;
}

/** Uploaded picture of the form. */
export interface PictureText {
  readonly photoId: string;
  /** Address of the small file. */
  readonly url: string;
  alt: string;
}

/** Uploaded PDF of the form. */
export interface AttachmentText {
  readonly attachmentId: string;
  title: string;
  summary: string;
}

/** Pictures and PDFs of a form. */
export interface FilesText {
  pictures: PictureText[];
  attachments: AttachmentText[];
}

/** Content of the form of a post. */
export interface PostText extends FilesText {
  title: string;
  /** Text in Markdown. */
  body: string;
  variants: VariantText[];
  groupIds: string[];
  /** Note for readers about the change of a published post. */
  change: string;
  when: 'NOW' | 'LATER';
  /** Time in the form of the browser's date field, in local time. */
  publishAt: string;
  /** When the post leaves feeds and lists, in the same form; empty: never. */
  expiresAt: string;
}
