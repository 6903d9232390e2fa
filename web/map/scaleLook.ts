/** Classes of the scale, because MapLibre's style sheet has no dark theme. */
export const scaleLook =
  '[&_.maplibregl-ctrl-scale]:border-muted! [&_.maplibregl-ctrl-scale]:bg-surface! [&_.maplibregl-ctrl-scale]:text-ink!';
