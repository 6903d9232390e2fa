/** Translation of a post. */
export interface VariantText {
  locale: string;
  title: string;
  /** Text in Markdown. */
  body: string;
}

/** Content of the form of a post. */
export interface PostText {
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
}
