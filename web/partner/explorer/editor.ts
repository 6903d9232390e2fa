import 'graphiql/setup-workers/vite';
// Not graphiql/style.css: it embeds seven font weights as data, which the content policy forbids.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import 'graphiql/graphiql.css';
import { type TextEditor, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import type { GraphQLSchema } from 'graphql';
import { createElement, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import type { Connection } from './connection.ts';

/** Interface of GraphiQL for the page, which hides React. */
export interface Editor {
  /** Stops running operations and puts this operation into both editors. */
  show(query: string, variables: Readonly<Record<string, unknown>>): void;
  /** Stops a running subscription. */
  stop(): void;
  draw(schema: GraphQLSchema, theme: Theme): void;
}
export type Theme = 'light' | 'dark';

/** Resolves after the first rendering, once the editors exist. */
export function mountEditor(
  element: HTMLElement,
  connection: Connection,
  schema: GraphQLSchema,
  theme: Theme,
): Promise<Editor> {
  const root = createRoot(element);
  return new Promise((ready) => {
    const begin = ({ query, variables, stop }: Bridged) =>
      ready({
        draw,
        stop,
        show: (text, values) => {
          stop();
          query.setValue(text);
          variables.setValue(JSON.stringify(values, null, 2));
        },
      });
    const draw = (newSchema: GraphQLSchema, newTheme: Theme) => {
      const props = { fetcher: connection.fetch, schema: newSchema, forcedTheme: newTheme, ...settings };
      root.render(
        createElement(GraphiQL, props, createElement(GraphiQL.Logo, null, null), createElement(Bridge, { begin })),
      );
    };
    draw(schema, theme);
  });
}

/** Storage that keeps nothing: keys and answers must not outlive the page. */
const forgetful = {
  getItem: () => null,
  setItem: () => undefined,
  removeItem: () => undefined,
  clear: () => undefined,
};
const settings = {
  storage: { ...forgetful, length: 0 },
  plugins: [],
  isHeadersEditorEnabled: false,
  defaultEditorToolsVisibility: 'variables',
  showPersistHeadersSettings: false,
  defaultQuery: '',
};

interface Bridged {
  readonly query: TextEditor;
  readonly variables: TextEditor;
  stop(): void;
}

/** Part of GraphiQL without output that passes internal functions to the outside. */
function Bridge({ begin }: { begin(found: Bridged): void }): null {
  const query = useGraphiQL(({ queryEditor }) => queryEditor);
  const variables = useGraphiQL(({ variableEditor }) => variableEditor);
  const { stop } = useGraphiQLActions();
  useEffect(() => {
    if (query && variables) begin({ query, variables, stop });
  }, [query, variables]);
  return null;
}
