import type { WasteType } from '../gql/graphql.ts';
import type { Component } from 'vue';
import { FileText, FlaskConical, Leaf, Milk, Package, Shrub, Sofa, Trash2, TreePine, Wine } from '@lucide/vue';

/** Icon of a type of waste; words always stand beside it. */
export function iconOf(type: WasteType): Component {
  return icons[type] ?? Trash2;
}

const icons: Partial<Readonly<Record<WasteType, Component>>> = {
  ORGANIC: Leaf,
  PAPER: FileText,
  PACKAGING: Milk,
  GARDEN: Shrub,
  GLASS: Wine,
  BULKY: Sofa,
  HAZARDOUS: FlaskConical,
  CHRISTMAS_TREE: TreePine,
  OTHER: Package,
};

/** Local date of a moment, yyyy-mm-dd. */
export function localDay(ms: number, timeZone: string): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone }).format(new Date(ms));
}

/** Number of days from today to a date: 0 is today, 1 tomorrow. */
export function daysUntil(date: string, today: string): number {
  return Math.round((Date.parse(`${date}T00:00Z`) - Date.parse(`${today}T00:00Z`)) / 86_400_000);
}

/** Moment in the middle of a day, which has the same date in every European time zone. */
export function noonOf(date: string): string {
  return `${date}T12:00:00Z`;
}
