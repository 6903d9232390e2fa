/** What the people of a town write is in this language, whatever language the page speaks; screen readers are told. */
export const townLanguage = 'de';
