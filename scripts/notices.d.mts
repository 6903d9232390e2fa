export const noticesFile: string;
export function listServerPackages(root: string): string[];
export function readNotice(root: string, path: string): string;
export function noticesOf(root: string, web: string): string;
export function writeNotices(root: string): void;
