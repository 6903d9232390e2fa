export const nodesModule: string;
export function documentModule(source: string, name: string): string;
