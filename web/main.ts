import '@fontsource-variable/source-sans-3';
import 'virtual:kern-tokens.css';
import './styles/theme.css';
import { DefaultApolloClient } from '@vue/apollo-composable';
import { createApp } from 'vue';
import App from './App.vue';
import { createTransport, renewSession, transportKey } from './shared/apollo.ts';
import { followDisplay } from './display/display.ts';
import { i18n, preferredLocale, setLocale } from './shared/i18n.ts';
import { registry } from './domains.ts';
import { TownDocument } from './gql/graphql.ts';
import generated from './gql/possibleTypes.ts';
import { onOtherTab } from './identity/otherTabs.ts';
import { followTransitions } from './app/layout/pageTransitions.ts';
import { router } from './router.ts';
import { registryKey } from './shared/registry.ts';

followDisplay();
followTransitions(router);
await setLocale(preferredLocale());

const { origin } = window.location;
const transport = createTransport({
  httpUrl: `${origin}/graphql`,
  socketUrl: `${origin.replace(/^http/, 'ws')}/graphql`,
  cache: { typePolicies: registry.typePolicies, possibleTypes: generated.possibleTypes },
  askedAfterSwitch: [TownDocument],
});
onOtherTab(() => void renewSession(transport));

createApp(App)
  .use(i18n)
  .use(router)
  .provide(registryKey, registry)
  .provide(transportKey, transport)
  .provide(DefaultApolloClient, transport.apollo)
  .mount('#app');

void import('./app/offline/start.ts').then(({ startOffline }) => startOffline(transport));
