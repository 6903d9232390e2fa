import 'graphiql/setup-workers/vite';
// Not graphiql/style.css: it carries seven weights of fonts as data, which no policy of ours allows.
import '@graphiql/react/style.css';
import '@graphiql/plugin-doc-explorer/style.css';
import 'graphiql/graphiql.css';
import { type TextEditor, useGraphiQL, useGraphiQLActions } from '@graphiql/react';
import { GraphiQL } from 'graphiql';
import type { GraphQLSchema } from 'graphql';
import { createElement, useEffect } from 'react';
import { createRoot } from 'react-dom/client';
import type { Connection } from './connection.ts';

/** GraphiQL from outside: React stays behind this. */
export interface Editor {
  /** Ends what runs and puts this into the two editors. */
  show(query: string, variables: Readonly<Record<string, unknown>>): void;
  /** Ends a subscription that runs. */
  stop(): void;
  draw(schema: GraphQLSchema, theme: Theme): void;
}
export type Theme = 'light' | 'dark';

/** Resolves with the first drawing, once its editors stand. */
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

/** Nothing is kept: keys and answers do not outlive the page. */
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

/** A part of GraphiQL that draws nothing and hands out what is only known inside. */
function Bridge({ begin }: { begin(found: Bridged): void }): null {
  const query = useGraphiQL(({ queryEditor }) => queryEditor);
  const variables = useGraphiQL(({ variableEditor }) => variableEditor);
  const { stop } = useGraphiQLActions();
  useEffect(() => {
    if (query && variables) begin({ query, variables, stop });
  }, [query, variables]);
  return null;
}
