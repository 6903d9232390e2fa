/**
 * Types of the parts of React and GraphiQL that editor.ts uses: their own types need a package that nothing else
 * needs.
 */
declare module 'react' {
  export function createElement(type: unknown, props?: object | null, ...children: readonly unknown[]): object;
  export function useEffect(effect: () => void, dependencies: readonly unknown[]): void;
}
declare module 'react-dom/client' {
  export function createRoot(element: HTMLElement): { render(element: object): void };
}
declare module 'graphiql' {
  export const GraphiQL: { readonly Logo: object; readonly Toolbar: object };
}
declare module '@graphiql/react' {
  export interface TextEditor {
    setValue(text: string): void;
  }
  export interface EditorState {
    readonly queryEditor?: TextEditor;
    readonly variableEditor?: TextEditor;
  }
  export function useGraphiQL<T>(select: (state: EditorState) => T): T;
  export function useGraphiQLActions(): { stop(): void };
}
declare module 'graphiql/setup-workers/vite';
