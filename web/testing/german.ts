import { createI18n } from 'vue-i18n';
import de from '../locales/de.json';
import { pluralRule } from '../plural.ts';

/** The German texts as a plugin, for mounting components in tests. */
export const german = createI18n({
  legacy: false,
  locale: 'de',
  messages: { de },
  pluralRules: { de: pluralRule('de') },
});
