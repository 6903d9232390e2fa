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

/** Content of the form of a post. */
export interface PostText {
  title: string;
  /** Text in Markdown. */
  body: string;
  variants: VariantText[];
  pictures: PictureText[];
  attachments: AttachmentText[];
  groupIds: string[];
  /** Note for readers about the change of a published post. */
  change: string;
  when: 'NOW' | 'LATER';
  /** Time in the form of the browser's date field, in local time. */
  publishAt: string;
  /** When the post leaves feeds and lists, in the same form; empty: never. */
  expiresAt: string;
}
