import '@fontsource-variable/source-sans-3';
import 'virtual:kern-tokens.css';
import '../../styles/theme.css';
import './explorer.css';
import { createApp } from 'vue';
import { followDisplay } from '../../display/display.ts';
import { i18n, loadLaterTexts, preferredLocale, setLocale } from '../../shared/i18n.ts';

// A separate entry point, so that only partners load GraphiQL.
followDisplay();
const [{ default: ExplorerPage }] = await Promise.all([
  import('./ExplorerPage.vue'),
  setLocale(preferredLocale()).then(loadLaterTexts),
]);
createApp(ExplorerPage).use(i18n).mount('#app');
