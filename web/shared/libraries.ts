import '@apollo/client/core';
import '@vue/apollo-composable';
import 'graphql-ws';
import 'vue';
import 'vue-i18n';
import 'vue-router';
import { nextTask } from './tasks.ts';

/**
 * Loads the libraries of the first screen. What is imported after this module runs in a later task, so that a slow phone
 * can answer a touch in between. Imported first by main.ts; vite.config.ts keeps it in a file with the libraries.
 */
await nextTask();
