/** Language of content, independent of the language of the page; used for `lang` attributes. */
export const townLanguage = 'de';
