/** MapLibre's own sheet knows no dark pages. */
export const scaleLook =
  '[&_.maplibregl-ctrl-scale]:border-muted! [&_.maplibregl-ctrl-scale]:bg-surface! [&_.maplibregl-ctrl-scale]:text-ink!';
