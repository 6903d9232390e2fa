import '@fontsource-variable/source-sans-3';
import 'virtual:kern-tokens.css';
import './styles/theme.css';
import { DefaultApolloClient } from '@vue/apollo-composable';
import { createApp } from 'vue';
import App from './App.vue';
import { createTransport, renewSession, transportKey } from './apollo.ts';
import { followDisplay } from './display/display.ts';
import { i18n, preferredLocale, setLocale } from './i18n.ts';
import { onOtherTab } from './identity/otherTabs.ts';
import { followTransitions } from './pageTransitions.ts';
import { router } from './router.ts';

followDisplay();
followTransitions(router);
await setLocale(preferredLocale());

const { origin } = window.location;
const transport = createTransport({
  httpUrl: `${origin}/graphql`,
  socketUrl: `${origin.replace(/^http/, 'ws')}/graphql`,
});
onOtherTab(() => void renewSession(transport));

createApp(App)
  .use(i18n)
  .use(router)
  .provide(transportKey, transport)
  .provide(DefaultApolloClient, transport.apollo)
  .mount('#app');

void import('./offline/start.ts').then(({ startOffline }) => startOffline(transport));
