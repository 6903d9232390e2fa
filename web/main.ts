import './shared/libraries.ts';
import '@fontsource-variable/source-sans-3';
import 'virtual:kern-tokens.css';
import './styles/theme.css';
import { DefaultApolloClient } from '@vue/apollo-composable';
import { createApp } from 'vue';
import App from './App.vue';
import { createTransport, renewSession, transportKey } from './shared/apollo.ts';
import { readFirstAnswers } from './shared/firstAnswers.ts';
import { followDisplay } from './display/display.ts';
import { i18n, preferredLocale, setLocale } from './shared/i18n.ts';
import { registry } from './domains.ts';
import { TownDocument } from './gql/graphql.ts';
import generated from './gql/possibleTypes.ts';
import { onOtherTab } from './identity/otherTabs.ts';
import { startOffline } from './app/offline/start.ts';
import { followTransitions } from './app/layout/pageTransitions.ts';
import { router } from './router.ts';
import { replaceShell } from './app/layout/shell.ts';
import { nextTask } from './shared/tasks.ts';
import { registryKey } from './shared/registry.ts';

followDisplay();
followTransitions(router);
await nextTask();
await setLocale(preferredLocale());

const { origin } = window.location;
const firstAnswers = readFirstAnswers();
const transport = createTransport({
  httpUrl: `${origin}/graphql`,
  socketUrl: `${origin.replace(/^http/, 'ws')}/graphql`,
  cache: { typePolicies: registry.typePolicies, possibleTypes: generated.possibleTypes },
  askedAfterSwitch: [TownDocument],
  firstAnswers,
});
onOtherTab(() => void renewSession(transport));

startOffline(transport);

const app = createApp(App)
  .use(i18n)
  .use(router)
  .provide(registryKey, registry)
  .provide(transportKey, transport)
  .provide(DefaultApolloClient, transport.apollo);

// A page that cannot be loaded shows that itself.
await router.isReady().catch(() => undefined);
await nextTask();
await replaceShell((place) => app.mount(place), firstAnswers.length);
