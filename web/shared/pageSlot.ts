import type { Component } from 'vue';

/** A place on a page that later domains fill. `Props`: props that the page passes to the components. */
export interface PageSlotKey<Props> {
  readonly name: string;
  /** Exists only for the type. */
  readonly props?: Props;
}

export interface SlotFilling {
  readonly slot: string;
  readonly component: Component;
}

/** Creates a slot; the name must be unique in the app. */
export function definePageSlot<Props>(name: string): PageSlotKey<Props> {
  return { name };
}

type Constructor = abstract new (...args: never[]) => { readonly $props: unknown };

/** Fills a slot with a component of a later domain, which must accept the props of the slot. */
export function fillSlot<Props, Filling extends Constructor & Component>(
  slot: PageSlotKey<Props>,
  component: Props extends InstanceType<Filling>['$props'] ? Filling : never,
): SlotFilling {
  return { slot: slot.name, component };
}
