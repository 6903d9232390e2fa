/// <reference types="vite/client" />
declare module '*.vue' {
  import type { DefineComponent } from 'vue';
  const component: DefineComponent;
  export default component;
}
declare module 'virtual:kern-tokens.css';
declare module '@fontsource-variable/source-sans-3';
declare module '@fontsource-variable/atkinson-hyperlegible-next';
