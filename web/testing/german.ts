import { createI18n } from 'vue-i18n';
import common from '../locales/de.json';
import { pluralRule } from '../shared/plural.ts';

const own = import.meta.glob<typeof common>('../*/**/locales/de.json', { eager: true, import: 'default' });

/** Plugin with the German texts, to mount components in tests. */
export const german = createI18n({
  legacy: false,
  locale: 'de',
  messages: { de: common },
  pluralRules: { de: pluralRule('de') },
});
for (const texts of Object.values(own)) german.global.mergeLocaleMessage('de', texts);
