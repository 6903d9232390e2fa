import { useRouter, type RouteLocationRaw } from 'vue-router';

/** Target of the back link: the list from which the visitor came, otherwise the page `otherwise`. */
export function useOrigin(otherwise: string): RouteLocationRaw {
  const router = useRouter();
  const { back } = router.options.history.state;
  if (typeof back !== 'string') return { name: otherwise };
  return router.resolve(back).meta.isList ? back : { name: otherwise };
}
