import { useRouter, type RouteLocationRaw } from 'vue-router';

/** Whoever opened a page from a list goes back to that list; who came by a link goes where such things are listed. */
export function useOrigin(otherwise: string): RouteLocationRaw {
  const router = useRouter();
  const { back } = router.options.history.state;
  if (typeof back !== 'string') return { name: otherwise };
  return router.resolve(back).meta.isList ? back : { name: otherwise };
}
